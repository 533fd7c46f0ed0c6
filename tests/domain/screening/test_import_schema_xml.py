"""The XML formats that were built from their published schemas: OFAC's two and the EU's."""

from datetime import date
from pathlib import Path

import pytest

from exeat.domain.screening import Identifier, ListedParty
from exeat.domain.screening.importers import Imported, ImportRefused, import_list

OFAC = """<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="https://example.org/exports/XML">
 <publshInformation><Publish_Date>02/27/2026</Publish_Date><Record_Count>2</Record_Count></publshInformation>
 <sdnEntry>
  <uid>7</uid><firstName>Tamsin Beatrix</firstName><lastName>ORRERY</lastName><sdnType>Individual</sdnType>
  <programList><program>ONE</program><program>TWO</program></programList>
  <idList>
   <id><uid>1</uid><idType>Passport</idType><idNumber>X123456</idNumber><idCountry>Malta</idCountry></id>
   <id><uid>2</uid><idType>Gender</idType><idNumber>Female</idNumber></id>
   <id><uid>3</uid><idType>Secondary sanctions risk:</idType><idNumber>section 1 of an order</idNumber></id>
  </idList>
  <akaList>
   <aka><uid>4</uid><type>a.k.a.</type><category>strong</category><lastName>ORERY</lastName><firstName>Tamsin</firstName></aka>
   <aka><uid>5</uid><type>a.k.a.</type><category>weak</category><lastName>THE CLOCK</lastName></aka>
  </akaList>
  <addressList><address><uid>6</uid><city>Valletta</city><country>Malta</country></address></addressList>
  <nationalityList><nationality><uid>7</uid><country>Korea, North</country></nationality></nationalityList>
  <dateOfBirthList>
   <dateOfBirthItem><uid>8</uid><dateOfBirth>01 Mar 1960</dateOfBirth></dateOfBirthItem>
   <dateOfBirthItem><uid>9</uid><dateOfBirth>1962 to 1963</dateOfBirth></dateOfBirthItem>
  </dateOfBirthList>
 </sdnEntry>
 <sdnEntry>
  <uid>8</uid><lastName>GREY HERON</lastName><sdnType>Vessel</sdnType>
  <programList><program>ONE</program></programList>
  <idList><id><uid>1</uid><idType>Vessel Registration Identification</idType>
   <idNumber>IMO 9999999</idNumber></id></idList>
  <vesselInfo><vesselFlag>Panama</vesselFlag></vesselInfo>
 </sdnEntry>
</sdnList>
"""

ADVANCED = """<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="https://example.org/exports/ADVANCED_XML">
 <DateOfIssue><Year>2026</Year><Month>2</Month><Day>27</Day></DateOfIssue>
 <ReferenceValueSets>
  <CountryValues><Country ID="1" ISO2="MT">Malta</Country><Country ID="2">Korea, North</Country>
   <Country ID="3">Panama</Country></CountryValues>
  <FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="25">Location</FeatureType>
   <FeatureType ID="10">Nationality Country</FeatureType><FeatureType ID="3">Vessel Flag</FeatureType>
   <FeatureType ID="224">Gender</FeatureType></FeatureTypeValues>
  <IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType>
   <IDRegDocType ID="1626">Vessel Registration Identification</IDRegDocType></IDRegDocTypeValues>
  <NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType>
   <NamePartType ID="1522">Middle Name</NamePartType>
   <NamePartType ID="1526">Vessel Name</NamePartType></NamePartTypeValues>
  <PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="4">Transport</PartyType></PartyTypeValues>
  <PartySubTypeValues><PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType>
   <PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
  <SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType>
   <SanctionsType ID="2">Block</SanctionsType></SanctionsTypeValues>
 </ReferenceValueSets>
 <Locations>
  <Location ID="500"><LocationCountry CountryID="1"/></Location>
  <Location ID="501"><LocationCountry CountryID="2"/></Location>
  <Location ID="502"><LocationCountry CountryID="3"/></Location>
 </Locations>
 <IDRegDocuments>
  <IDRegDocument ID="701" IDRegDocTypeID="1571" IdentityID="91">
   <IDRegistrationNo>X123456</IDRegistrationNo></IDRegDocument>
  <IDRegDocument ID="702" IDRegDocTypeID="1626" IdentityID="92">
   <IDRegistrationNo>IMO 9999999</IDRegistrationNo></IDRegDocument>
 </IDRegDocuments>
 <DistinctParties>
  <DistinctParty FixedRef="7"><Profile ID="7" PartySubTypeID="4">
   <Identity ID="91" Primary="true">
    <Alias AliasTypeID="1403" Primary="true" LowQuality="false">
     <DocumentedName ID="1">
      <DocumentedNamePart><NamePartValue NamePartGroupID="811">ORRERY</NamePartValue></DocumentedNamePart>
      <DocumentedNamePart><NamePartValue NamePartGroupID="812">Tamsin</NamePartValue></DocumentedNamePart>
      <DocumentedNamePart><NamePartValue NamePartGroupID="813">Beatrix</NamePartValue></DocumentedNamePart>
     </DocumentedName>
    </Alias>
    <Alias AliasTypeID="1400" Primary="false" LowQuality="false">
     <DocumentedName ID="2">
      <DocumentedNamePart><NamePartValue NamePartGroupID="812">Tamsin</NamePartValue></DocumentedNamePart>
      <DocumentedNamePart><NamePartValue NamePartGroupID="811">ORERY</NamePartValue></DocumentedNamePart>
     </DocumentedName>
    </Alias>
    <Alias AliasTypeID="1400" Primary="false" LowQuality="true">
     <DocumentedName ID="3"><DocumentedNamePart>
      <NamePartValue NamePartGroupID="811">THE CLOCK</NamePartValue></DocumentedNamePart></DocumentedName>
    </Alias>
    <NamePartGroups>
     <MasterNamePartGroup><NamePartGroup ID="811" NamePartTypeID="1520"/></MasterNamePartGroup>
     <MasterNamePartGroup><NamePartGroup ID="812" NamePartTypeID="1521"/></MasterNamePartGroup>
     <MasterNamePartGroup><NamePartGroup ID="813" NamePartTypeID="1522"/></MasterNamePartGroup>
    </NamePartGroups>
   </Identity>
   <Feature FeatureTypeID="8"><FeatureVersion><DatePeriod>
    <Start><From><Year>1960</Year><Month>3</Month><Day>1</Day></From></Start>
    <End><To><Year>1960</Year><Month>3</Month><Day>1</Day></To></End></DatePeriod></FeatureVersion></Feature>
   <Feature FeatureTypeID="8"><FeatureVersion><DatePeriod>
    <Start><From><Year>1962</Year><Month>1</Month><Day>1</Day></From></Start>
    <End><To><Year>1963</Year><Month>12</Month><Day>31</Day></To></End></DatePeriod></FeatureVersion></Feature>
   <Feature FeatureTypeID="25"><FeatureVersion><VersionLocation LocationID="500"/></FeatureVersion></Feature>
   <Feature FeatureTypeID="10"><FeatureVersion><VersionLocation LocationID="501"/></FeatureVersion></Feature>
   <Feature FeatureTypeID="224"><FeatureVersion><VersionDetail>Female</VersionDetail></FeatureVersion></Feature>
  </Profile></DistinctParty>
  <DistinctParty FixedRef="8"><Profile ID="8" PartySubTypeID="1">
   <Identity ID="92" Primary="true">
    <Alias AliasTypeID="1403" Primary="true" LowQuality="false">
     <DocumentedName ID="4"><DocumentedNamePart>
      <NamePartValue NamePartGroupID="821">GREY HERON</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
    <NamePartGroups><MasterNamePartGroup>
     <NamePartGroup ID="821" NamePartTypeID="1526"/></MasterNamePartGroup></NamePartGroups>
   </Identity>
   <Feature FeatureTypeID="3"><FeatureVersion><VersionLocation LocationID="502"/></FeatureVersion></Feature>
  </Profile></DistinctParty>
 </DistinctParties>
 <SanctionsEntries>
  <SanctionsEntry ID="7" ProfileID="7" ListID="1550">
   <SanctionsMeasure SanctionsTypeID="1"><Comment>ONE</Comment></SanctionsMeasure>
   <SanctionsMeasure SanctionsTypeID="1"><Comment>TWO</Comment></SanctionsMeasure>
   <SanctionsMeasure SanctionsTypeID="2"/>
  </SanctionsEntry>
  <SanctionsEntry ID="8" ProfileID="8" ListID="1550">
   <SanctionsMeasure SanctionsTypeID="1"><Comment>ONE</Comment></SanctionsMeasure>
  </SanctionsEntry>
 </SanctionsEntries>
</Sanctions>
"""

EU = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-02-27T15:51:25.849+02:00" globalFileId="1">
 <sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="EU.1.11" logicalId="13">
  <regulation programme="ONE" logicalId="1"><publicationUrl>https://example.org/</publicationUrl></regulation>
  <subjectType code="person" classificationCode="P"/>
  <nameAlias firstName="Tamsin" middleName="" lastName="Orrery" wholeName="Tamsin Orrery" strong="true" logicalId="1"/>
  <nameAlias firstName="Tamsin" middleName="B." lastName="Orery" wholeName="" strong="true" logicalId="2"/>
  <nameAlias wholeName="The Clock" strong="false" logicalId="3"/>
  <nameAlias wholeName="Orry" strong="true" logicalId="4"><remark>(Low quality alias)</remark></nameAlias>
  <citizenship countryIso2Code="KP" countryDescription="NORTH KOREA" logicalId="5"/>
  <birthdate circa="false" calendarType="GREGORIAN" birthdate="1960-03-01" dayOfMonth="1" monthOfYear="3" year="1960"/>
  <birthdate circa="false" calendarType="GREGORIAN" monthOfYear="4" year="1961"/>
  <birthdate circa="true" calendarType="GREGORIAN" yearRangeFrom="1962" yearRangeTo="1963"/>
  <birthdate circa="false" calendarType="ISLAMIC" year="1379"/>
  <identification number="X123456" latinNumber="" identificationTypeCode="passport" countryIso2Code="00"/>
 </sanctionEntity>
 <sanctionEntity logicalId="14">
  <regulation programme="TWO"/><regulation programme="ONE"/>
  <subjectType code="enterprise" classificationCode="E"/>
  <nameAlias wholeName="Quince &amp; Works" strong="true"/>
  <address countryIso2Code="00" countryDescription="UNKNOWN"/><address countryIso2Code="MT" countryDescription="MALTA"/>
 </sanctionEntity>
</export>
"""

SOURCES = {"ofac-sdn-xml": OFAC, "ofac-advanced-xml": ADVANCED, "eu-fsf-xml": EU}


def read(folder: Path, name: str, text: str, *, accept_orphans: bool = False) -> Imported:
    path = folder / "list.xml"
    path.write_text(text, encoding="utf-8")
    return import_list(name, [path], accept_orphans=accept_orphans)


@pytest.mark.parametrize("name", ["ofac-sdn-xml", "ofac-advanced-xml"])
def test_ofac_says_the_same_in_plain_and_in_advanced_xml(tmp_path: Path, name: str) -> None:
    imported = read(tmp_path, name, SOURCES[name])
    assert (imported.list_id, imported.list_date, imported.orphans) == ("ofac-sdn", date(2026, 2, 27), ())
    assert imported.parties == (
        ListedParty(
            id="SDN-7",
            list="ofac-sdn",
            type="person",
            names=("ORRERY, Tamsin Beatrix", "ORERY, Tamsin"),
            weak_names=("THE CLOCK",),
            born=("1960-03-01", "1962", "1963"),
            countries=("kp", "mt"),
            identifiers=(Identifier("passport", "X123456"),),
            programmes=("ONE", "TWO"),
        ),
        ListedParty(
            id="SDN-8",
            list="ofac-sdn",
            type="vessel",
            names=("GREY HERON",),
            countries=("pa",),
            identifiers=(Identifier("imo", "9999999"),),
            programmes=("ONE",),
        ),
    )


def test_ofac_csv_and_xml_give_the_same_party(tmp_path: Path) -> None:
    nil = "-0- "
    remarks = "DOB 01 Mar 1960; alt. DOB 1962 to 1963; nationality Korea, North"
    remarks += "; Passport X123456 (Malta); a.k.a. 'THE CLOCK'."
    rows = {
        "sdn.csv": f'7,"ORRERY, Tamsin Beatrix","individual","ONE] [TWO"{f",{nil}" * 7},"{remarks}"',
        "alt.csv": f'7,4,"aka","ORERY, Tamsin",{nil}',
        "add.csv": f'7,6,{nil},"Valletta","Malta",{nil}',
    }
    for file, row in rows.items():
        (tmp_path / file).write_text(f"{row}\r\n\x1a", newline="")
    [party] = import_list("ofac-sdn", [tmp_path / file for file in rows]).parties
    assert party == read(tmp_path, "ofac-sdn-xml", OFAC).parties[0]


def test_an_eu_entity_is_read_whole(tmp_path: Path) -> None:
    imported = read(tmp_path, "eu-fsf-xml", EU)
    assert imported.list_date == date(2026, 2, 27)
    assert imported.parties == (
        ListedParty(
            id="EU.1.11",
            list="eu-fsf",
            type="person",
            names=("Tamsin Orrery", "Tamsin B. Orery"),
            weak_names=("The Clock", "Orry"),
            born=("1960-03-01", "1961-04", "1962", "1963"),
            countries=("kp",),
            identifiers=(Identifier("passport", "X123456"),),
            programmes=("ONE",),
        ),
        ListedParty(
            id="logical-14",
            list="eu-fsf",
            type="organisation",
            names=("Quince & Works",),
            countries=("mt",),
            programmes=("TWO", "ONE"),
        ),
    )


@pytest.mark.parametrize("name", SOURCES)
def test_schema_xml_cut_anywhere_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    whole = SOURCES[name].rstrip()
    for length in range(0, len(whole), 31):
        with pytest.raises(ImportRefused, match=r"list.xml, line \d+"):
            read(tmp_path, name, whole[:length])


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("ofac-sdn-xml", "Count>2<", "Count>3<", "3 announced entries in the source but 2 read"),
        ("ofac-sdn-xml", "02/27/2026", "lately", 'published "lately"'),
        ("ofac-sdn-xml", "<uid>8</uid><lastName>", "<lastName>", "<sdnEntry> without <uid>"),
        ("ofac-sdn-xml", "<uid>8</uid><lastName>", "<uid>7</uid><lastName>", "SDN-7 is there twice"),
        ("ofac-sdn-xml", "<lastName>GREY HERON</lastName>", "", "<sdnEntry> without a name"),
        ("ofac-sdn-xml", "akaList", "aliases", "2 aliases in the source but 0 read"),
        ("ofac-sdn-xml", "GREY HERON", "GREY HERON " * 100, "SDN-8: \"names\" holds a text of more than 1000"),
        ("ofac-advanced-xml", 'CountryID="3"', 'CountryID="99"', 'CountryID is "99", which no Country explains'),
        ("ofac-advanced-xml", 'LocationID="502"', 'LocationID="9"', "a location that <Locations> does not hold"),
        ("ofac-advanced-xml", 'IdentityID="92"', 'IdentityID="9"', "1 of 2 documents belong to no entity"),
        ("ofac-advanced-xml", ">GREY HERON<", "><", "without an ID or a name"),
        ("eu-fsf-xml", "2026-02-27", "lately", "generationDate"),
        ("eu-fsf-xml", 'wholeName="Quince &amp; Works"', "", "line 17: an entity without a name"),
        ("eu-fsf-xml", "EU.1.11", "logical-14", "logical-14 is there twice"),
    ],
)  # fmt: skip
def test_malformed_schema_xml_is_refused_saying_what(
    tmp_path: Path, name: str, old: str, new: str, complaint: str
) -> None:
    with pytest.raises(ImportRefused, match=r"list\.xml") as error:
        read(tmp_path, name, SOURCES[name].replace(old, new))
    assert complaint in str(error.value)


def test_documents_and_programmes_of_nobody_are_kept_aside(tmp_path: Path) -> None:
    stray = ADVANCED.replace('IdentityID="92"', 'IdentityID="9"').replace('ProfileID="8"', 'ProfileID="9"')
    imported = read(tmp_path, "ofac-advanced-xml", stray, accept_orphans=True)
    assert [(one.kind, one.row[:2]) for one in imported.orphans] == [
        ("documents", ("9", "IMO 9999999")),
        ("sanctions entries", ("9", "ONE")),
    ]
    assert (imported.parties[1].identifiers, imported.parties[1].programmes) == ((), ())
