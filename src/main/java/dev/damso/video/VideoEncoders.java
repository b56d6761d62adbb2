package dev.damso.video;

import dev.damso.media.EncodedFrame;
import dev.damso.media.MediaTime;
import dev.damso.media.UserFacingException;
import dev.damso.media.VideoFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the encoders that work on this machine: a listed one need not open. */
public final class VideoEncoders {
  private static final int TRIAL_FRAMES = 2;

  private VideoEncoders() {}

  /**
   * What came of trying an encoder.
   *
   * @param reason one line on why it is not usable, or {@code works}
   */
  public record Attempt(String name, boolean ok, String reason) {}

  /**
   * The encoder to use and what was tried on the way.
   *
   * @param name for {@link #open}
   */
  public record Selection(String name, List<Attempt> attempts) {
    public Selection {
      attempts = List.copyOf(attempts);
    }
  }

  /**
   * Tries each encoder, best first, with real frames until one works.
   *
   * @throws UserFacingException when none does
   */
  public static Selection select(int width, int height, int fps, int bitRate) {
    return select(Candidate.H264, width, height, fps, bitRate);
  }

  static Selection select(List<Candidate> candidates, int width, int height, int fps, int bitRate) {
    List<Attempt> attempts = new ArrayList<>();
    for (String untried : List.of("h264_vaapi", "h264_qsv")) {
      attempts.add(new Attempt(untried, false, "not tried: needs a device"));
    }
    for (Candidate candidate : candidates) {
      Attempt attempt = attempt(candidate, width, height, fps, bitRate);
      attempts.add(attempt);
      if (attempt.ok()) {
        return new Selection(candidate.name(), attempts);
      }
    }
    String reasons =
        attempts.stream().map(a -> a.name() + " " + a.reason()).collect(Collectors.joining("; "));
    throw UserFacingException.failed(
        "No H.264 encoder works for %d×%d at %d fps (%s); check the video size or install a driver."
            .formatted(width, height, fps, reasons));
  }

  private static Attempt attempt(Candidate candidate, int width, int height, int fps, int bitRate) {
    try (FfmpegVideoEncoder encoder =
        new FfmpegVideoEncoder(candidate, width, height, fps, bitRate)) {
      for (int i = 0; i < TRIAL_FRAMES; i++) {
        byte[] i420 = new byte[width * height * 3 / 2];
        Arrays.fill(i420, (byte) (100 + 20 * i));
        EncodedFrame coded =
            encoder.encode(new VideoFrame(new MediaTime(i, fps), width, height, i420), i == 0);
        if (i == 0 && AnnexB.parameterSets(coded.data()).length == 0) {
          return new Attempt(candidate.name(), false, "writes no SPS and PPS");
        }
      }
      return new Attempt(candidate.name(), true, "works");
    } catch (FfmpegException e) {
      return new Attempt(candidate.name(), false, e.reason());
    }
  }

  /**
   * Opens an H.264 encoder.
   *
   * @param name one that {@link #select} chose
   * @param width pixels, even
   * @param height pixels, even
   * @param bitRate bits a second
   * @throws UserFacingException when there is none of that name or it does not open
   */
  public static VideoEncoder open(String name, int width, int height, int fps, int bitRate) {
    Candidate candidate =
        Candidate.H264.stream()
            .filter(c -> c.name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                UserFacingException.badInput(
                    "There is no video encoder \"%s\"; take one of %s."
                        .formatted(name, Candidate.H264.stream().map(Candidate::name).toList())));
    return open(candidate, width, height, fps, bitRate);
  }

  /** Opens a VP8 encoder; otherwise as {@link #open}. */
  public static VideoEncoder openVp8(int width, int height, int fps, int bitRate) {
    return open(Candidate.VP8, width, height, fps, bitRate);
  }

  private static VideoEncoder open(
      Candidate candidate, int width, int height, int fps, int bitRate) {
    try {
      return new FfmpegVideoEncoder(candidate, width, height, fps, bitRate);
    } catch (FfmpegException e) {
      throw UserFacingException.failed(
          "The video encoder %s does not work here (%s); choose another."
              .formatted(candidate.name(), e.reason()),
          e);
    }
  }
}
