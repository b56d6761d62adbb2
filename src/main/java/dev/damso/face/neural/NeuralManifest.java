package dev.damso.face.neural;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.damso.media.UserFacingException;
import dev.damso.model.onnx.ElementType;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code neural.json}: what a bundle's model takes, hears and draws. {@code
 * avatars/train/README.md} describes it.
 *
 * @param format 1
 * @param family who made networks like it, for people
 * @param licence of the weights, and of the likeness
 * @param model ONNX file, or TorchScript ({@code .pt})
 * @param base film of the person sitting still, played to and fro
 * @param boxes left, top and side, or left, top, width and height, of the crop in each picture of
 *     the film, pixels
 * @param batch pictures that the model takes at once, at most; 0 for as many as Damso gives
 */
record NeuralManifest(
    int format,
    String name,
    Family family,
    String licence,
    String model,
    String base,
    List<double[]> boxes,
    Frame frame,
    Audio audio,
    Mouth mouth,
    int batch) {
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern INPUT = Pattern.compile("[A-Za-z0-9_.:/-]{1,128}");
  private static final int MOST_PICTURES = 1_500;
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Kinds of network. */
  enum Family {
    PERSONAL("as whoever trained them says"),
    WAV2LIP(
        "Wav2Lip's own weights: for personal, research and other non-commercial use only (they were"
            + " trained on LRS2)"),
    MUSETALK(
        "MuseTalk: code MIT, weights for any purpose, even commercial, by its README; a published"
            + " copy may be under CreativeML OpenRAIL-M, which forbids some uses; Whisper and"
            + " sd-vae-ft-mse: MIT");

    private final String licence;

    Family(String licence) {
      this.licence = licence;
    }

    /** Of the weights that its makers publish. */
    String licence() {
      return licence;
    }
  }

  /** How a picture is given. */
  enum FrameKind {
    /** uint8 {@code [B, size, size, 3]}. */
    CROP,
    /** float16 {@code [B, 8, 32, 32]}, made beforehand; one a picture of the film in a file. */
    LATENTS
  }

  /** What is heard. */
  enum Features {
    /** float32 {@code [B, 80, steps]}, log10 of power. */
    LOG_MEL,
    /** float32 {@code [B, 1, 80, 16]}. */
    WAV2LIP_MEL,
    /** float32 {@code [B, 50, 384]}: five states of ten tokens of a Whisper encoder. */
    WHISPER
  }

  /**
   * The input with the picture.
   *
   * @param size pixels of a crop
   * @param bgr whether blue comes first
   * @param file latents of all pictures
   */
  record Frame(String input, FrameKind kind, int size, boolean bgr, @Nullable String file) {}

  /**
   * The input with the sound.
   *
   * @param steps heard, where that varies
   * @param before of them, before the picture's time
   * @param offsetFrames pictures by which it hears later
   * @param encoder ONNX file of {@link Features#WHISPER}
   */
  record Audio(
      String input,
      Features features,
      int steps,
      int before,
      int offsetFrames,
      @Nullable String encoder) {}

  /**
   * The output: uint8 {@code [B, size, size, 3]}, and what of it covers the picture.
   *
   * @param left of the covered part, a share of the size, as the others
   * @param feather width of its soft edge
   */
  record Mouth(
      String output,
      int size,
      boolean bgr,
      double left,
      double top,
      double right,
      double bottom,
      double feather) {}

  /**
   * @param what whose it is, for messages
   * @throws UserFacingException for everything that is not right with it
   */
  static NeuralManifest read(byte[] json, String what) {
    try {
      NeuralManifest manifest = JSON.readValue(json, NeuralManifest.class);
      require(manifest != null, "is empty");
      Objects.requireNonNull(manifest).check();
      return manifest;
    } catch (JsonProcessingException e) {
      throw bad(what, String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse(""), e);
    } catch (IOException | IllegalArgumentException | NullPointerException e) {
      throw bad(what, String.valueOf(e.getMessage()), e);
    }
  }

  private static UserFacingException bad(String what, String why, Exception cause) {
    return UserFacingException.failed("the avatar %s: neural.json %s".formatted(what, why), cause);
  }

  private void check() {
    require(format == 1, "is of format " + format + ", which this version does not know");
    require(name != null && !name.isBlank() && name.length() < 100, "has no name");
    require(family != null, "has no family");
    require(licence != null && !licence.isBlank(), "does not say the licence");
    requireFile(model, "model");
    requireFile(base, "base");
    require(boxes != null && !boxes.isEmpty() && boxes.size() <= MOST_PICTURES, "has no boxes");
    for (double[] box : boxes) {
      require(
          box != null
              && (box.length == 3 || box.length == 4)
              && Arrays.stream(box).allMatch(NeuralManifest::within),
          "has boxes that are none");
      require(box[2] >= 16 && box[box.length - 1] >= 16, "has boxes that are too small");
    }
    require(batch >= 0 && batch <= LipModel.LARGEST_BATCH, "takes a strange number of pictures");
    require(frame != null && INPUT.matcher(frame.input()).matches(), "has no frame");
    require(frame.kind() != null && size(frame.size()), "has a frame without kind or size");
    require(audio != null && INPUT.matcher(audio.input()).matches(), "has no audio");
    require(audio.features() != null, "has audio without features");
    require(audio.steps() > 0 && audio.steps() <= 200, "hears too many steps or none");
    require(audio.before() >= 0 && audio.before() <= audio.steps(), "hears none of the past");
    require(Math.abs(audio.offsetFrames()) <= 10, "hears too much later");
    require(mouth != null && INPUT.matcher(mouth.output()).matches(), "has no mouth");
    require(size(mouth.size()), "has a mouth without size");
    require(share(mouth.left()) && share(mouth.top()), "covers what is outside");
    require(share(mouth.right()) && share(mouth.bottom()), "covers what is outside");
    require(mouth.left() < mouth.right() && mouth.top() < mouth.bottom(), "covers nothing");
    require(mouth.feather() >= 0 && mouth.feather() <= 0.3, "has a feather that is too wide");
    if (frame.kind() == FrameKind.LATENTS) {
      requireFile(frame.file(), "latents");
    }
    if (audio.features() == Features.WHISPER) {
      requireFile(audio.encoder(), "encoder");
    }
  }

  private static boolean within(double value) {
    return value > -4_000 && value < 8_000;
  }

  private static boolean share(double value) {
    return value >= 0 && value <= 1;
  }

  private static boolean size(int pixels) {
    return pixels >= 32 && pixels <= 1024;
  }

  private static void requireFile(@Nullable String file, String what) {
    require(
        file != null && FILE.matcher(file).matches(),
        "names no file for its " + what.toLowerCase(Locale.ROOT));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /**
   * What the model hears; one for each conversation.
   *
   * @param ear for {@link Features#WHISPER}
   */
  LipFeatures features(Optional<WhisperEar> ear) {
    return switch (audio.features()) {
      case LOG_MEL -> LipFeatures.logMel(audio.steps(), audio.before());
      case WAV2LIP_MEL -> LipFeatures.wav2Lip(audio.offsetFrames());
      case WHISPER -> new WhisperFeatures(ear.orElseThrow(), audio.offsetFrames());
    };
  }

  /** The network as devices see it. */
  LipModel lipModel() {
    long size = frame.size();
    LipModel.Input picture =
        switch (frame.kind()) {
          case CROP ->
              new LipModel.Input(frame.input(), ElementType.UINT8, List.of(size, size, 3L));
          case LATENTS ->
              new LipModel.Input(frame.input(), ElementType.FLOAT16, List.of(8L, 32L, 32L));
        };
    LipModel.Input sound =
        switch (audio.features()) {
          case LOG_MEL ->
              new LipModel.Input(
                  audio.input(), ElementType.FLOAT, List.of(80L, (long) audio.steps()));
          case WAV2LIP_MEL ->
              new LipModel.Input(audio.input(), ElementType.FLOAT, List.of(1L, 80L, 16L));
          case WHISPER ->
              new LipModel.Input(
                  audio.input(),
                  ElementType.FLOAT,
                  List.of((long) WhisperFeatures.ROWS, (long) WhisperFeatures.WIDTH));
        };
    int largest = batch == 0 ? LipModel.LARGEST_BATCH : batch;
    return new LipModel(List.of(picture, sound), mouth.output(), mouth.size(), largest);
  }
}
