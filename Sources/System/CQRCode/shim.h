#pragma once
#include <qrencode.h>

/* Fills `modules`, row by row, with 1 for dark and 0 for light; it takes 177 * 177. Returns how many stand in a row, or 0. */
static inline int qr_modules(const char *text, unsigned char *modules) {
  QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
  if (!code) return 0;
  int width = code->width;
  for (int i = 0; i < width * width; i++) modules[i] = code->data[i] & 1;
  QRcode_free(code);
  return width;
}
