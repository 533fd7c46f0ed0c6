"""QR codes: written with segno, read with zxing-cpp from pictures and from rendered PDF pages."""

import io

import pypdfium2 as pdfium
import segno
import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

_QUIET_ZONE = 4  # modules of white around the code, ISO/IEC 18004
_RENDER_SCALE = 200 / 72  # dots per point: a module of a printed licence is then some four dots wide
_MOST_PIXELS = 60_000_000
_MOST_PAGES = 20


class UnreadableImageError(ValueError):
    """A picture that cannot be opened, or is too large."""


def write_svg(text: str) -> str:
    """A QR code of `text` as SVG, with its quiet zone, at error correction M or better."""
    file = io.BytesIO()
    segno.make_qr(text, error="m").save(file, kind="svg", border=_QUIET_ZONE, xmldecl=False)
    return file.getvalue().decode()


def write_png(text: str, scale: int = 6) -> bytes:
    """A QR code of `text` as PNG, `scale` dots a module."""
    file = io.BytesIO()
    segno.make_qr(text, error="m").save(file, kind="png", border=_QUIET_ZONE, scale=scale)
    return file.getvalue()


def read_image(data: bytes) -> list[str]:
    """The texts of the QR codes in a PNG or JPEG picture. Raises UnreadableImageError when it is neither."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise UnreadableImageError(f"the picture is larger than {_MOST_PIXELS // 1_000_000} megapixels")
            upright = ImageOps.exif_transpose(picture).convert("L")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as fault:
        raise UnreadableImageError("the picture is not a PNG or JPEG that can be read") from fault
    return _read(upright)


def read_pdf(document: pdfium.PdfDocument) -> list[str]:
    """The texts of the QR codes on the first pages of an open PDF."""
    texts: list[str] = []
    for index in range(min(len(document), _MOST_PAGES)):
        bitmap = document[index].render(scale=_RENDER_SCALE, grayscale=True)
        texts += _read(bitmap.to_pil())
    return texts


def _read(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]
