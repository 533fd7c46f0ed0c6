// Reading QR codes from pictures and video: the browser's own detector, else the ZXing reader that comes with Exeat.

let own = null;
let prepared = false;

export async function prepare(wasmUrl) {
  if ('BarcodeDetector' in window) {
    const formats = await window.BarcodeDetector.getSupportedFormats().catch(() => []);
    if (formats.includes('qr_code')) own = new window.BarcodeDetector({ formats: ['qr_code'] });
  }
  window.ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });
  prepared = true;
}

const isToken = (text) => text.split('.').length === 3;

// The licence tokens in a canvas's picture.
export async function readCanvas(canvas) {
  if (!prepared) throw new Error('prepare() first');
  const { width, height } = canvas;
  if (own !== null) {
    const found = (await own.detect(canvas)).map((code) => code.rawValue).filter(isToken);
    if (found.length > 0) return found;
  }
  const pixels = canvas.getContext('2d', { willReadFrequently: true }).getImageData(0, 0, width, height);
  const found = await window.ZXingWASM.readBarcodes(pixels, { formats: ['QRCode'], tryHarder: true });
  return found.map((code) => code.text.trim()).filter(isToken);
}
