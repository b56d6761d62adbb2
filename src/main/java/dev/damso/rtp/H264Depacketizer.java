package dev.damso.rtp;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/** RFC 6184, packetization-mode 1: single NAL units, STAP-A and FU-A to Annex B. */
final class H264Depacketizer implements VideoDepacketizer {
  private static final int IDR = 5;
  private static final int SPS = 7;
  private static final int STAP_A = 24;
  private static final int FU_A = 28;
  private static final byte[] START_CODE = {0, 0, 0, 1};

  @Override
  public boolean startsKeyFrame(byte[] payload) {
    if (payload.length < 4) {
      return false;
    }
    return switch (payload[0] & 31) {
      case SPS, IDR -> true;
      case STAP_A -> (payload[3] & 31) == SPS;
      case FU_A -> (payload[1] & 0x80) != 0 && (payload[1] & 31) == IDR;
      default -> false;
    };
  }

  @Override
  public Optional<Picture> assemble(List<byte[]> payloads) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean keyFrame = false;
    boolean inFragments = false;
    for (byte[] payload : payloads) {
      int type = payload.length < 2 ? 0 : payload[0] & 31;
      if (type == FU_A) {
        boolean start = (payload[1] & 0x80) != 0;
        if (start == inFragments) {
          return Optional.empty();
        }
        if (start) {
          out.writeBytes(START_CODE);
          out.write(payload[0] & 0xe0 | payload[1] & 31);
          keyFrame |= (payload[1] & 31) == IDR;
        }
        out.write(payload, 2, payload.length - 2);
        inFragments = (payload[1] & 0x40) == 0;
      } else if (inFragments) {
        return Optional.empty();
      } else if (type == STAP_A) {
        if (!aggregate(payload, out)) {
          return Optional.empty();
        }
      } else if (type >= 1 && type < STAP_A) {
        out.writeBytes(START_CODE);
        out.writeBytes(payload);
        keyFrame |= type == IDR;
      } else {
        return Optional.empty();
      }
    }
    return inFragments || out.size() == 0
        ? Optional.empty()
        : Optional.of(new Picture(out.toByteArray(), keyFrame));
  }

  private static boolean aggregate(byte[] payload, ByteArrayOutputStream out) {
    int at = 1;
    while (at + 2 <= payload.length) {
      int size = (payload[at] & 0xff) << 8 | payload[at + 1] & 0xff;
      at += 2;
      if (size == 0 || at + size > payload.length) {
        return false;
      }
      out.writeBytes(START_CODE);
      out.write(payload, at, size);
      at += size;
    }
    return at == payload.length;
  }
}
