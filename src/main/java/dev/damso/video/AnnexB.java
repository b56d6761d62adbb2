package dev.damso.video;

import java.io.ByteArrayOutputStream;

/** Reads H.264 byte streams (ITU-T H.264, Annex B). */
final class AnnexB {
  private static final int SPS = 7;
  private static final int PPS = 8;
  private static final byte[] START_CODE = {0, 0, 0, 1};

  private AnnexB() {}

  /** The SPS and PPS of an access unit, each behind a start code; empty where it has none. */
  static byte[] parameterSets(byte[] accessUnit) {
    ByteArrayOutputStream sets = new ByteArrayOutputStream();
    int start = nextNal(accessUnit, 0);
    while (start < accessUnit.length) {
      int next = nextNal(accessUnit, start);
      int type = accessUnit[start] & 0x1f;
      if (type == SPS || type == PPS) {
        sets.writeBytes(START_CODE);
        sets.write(accessUnit, start, nalEnd(accessUnit, start, next) - start);
      }
      start = next;
    }
    return sets.toByteArray();
  }

  /** Index of the first byte after the next start code, or the length where none follows. */
  private static int nextNal(byte[] data, int from) {
    for (int i = from; i + 3 < data.length; i++) {
      if (data[i] == 0 && data[i + 1] == 0 && data[i + 2] == 1) {
        return i + 3;
      }
    }
    return data.length;
  }

  /** Leaves out the next start code and the zero bytes before it. */
  private static int nalEnd(byte[] data, int start, int next) {
    int end = next == data.length ? next : next - 3;
    while (end > start && data[end - 1] == 0) {
      end--;
    }
    return end;
  }
}
