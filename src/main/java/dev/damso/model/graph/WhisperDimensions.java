package dev.damso.model.graph;

import dev.damso.media.UserFacingException;

/**
 * The size of a Whisper model, read off its weights.
 *
 * @param mels mel bins: 80, or 128 from large-v3 on
 * @param width of the residual stream
 * @param vocabulary tokens, specials and time stamps included
 * @param encoderLayers transformer blocks of the encoder
 * @param decoderLayers transformer blocks of the decoder
 * @param encoderHeads attention heads a block of the encoder
 * @param decoderHeads attention heads a block of the decoder
 */
record WhisperDimensions(
    int mels,
    int width,
    int vocabulary,
    int encoderLayers,
    int decoderLayers,
    int encoderHeads,
    int decoderHeads) {

  static WhisperDimensions of(Ctranslate2Model model) {
    if (!model.specification().equals("WhisperSpec")) {
      throw UserFacingException.failed(
          "these weights are a " + model.specification() + ", not a Whisper model");
    }
    int[] conv = shape(model, "encoder/conv1/weight", 3); // [width, mels, kernel]
    int[] embeddings = shape(model, "decoder/embeddings/weight", 2); // [vocabulary, width]
    WhisperDimensions d =
        new WhisperDimensions(
            conv[1],
            conv[0],
            embeddings[0],
            layers(model, "encoder"),
            layers(model, "decoder"),
            model.integer("encoder/num_heads"),
            model.integer("decoder/num_heads"));
    if (embeddings[1] != d.width
        || d.encoderHeads <= 0
        || d.decoderHeads <= 0
        || d.width % d.encoderHeads != 0
        || d.width % d.decoderHeads != 0) {
      throw UserFacingException.failed("the shapes of these Whisper weights do not fit: " + d);
    }
    return d;
  }

  private static int[] shape(Ctranslate2Model model, String name, int rank) {
    int[] shape = model.shape(name);
    if (shape.length != rank) {
      throw UserFacingException.failed(name + " has rank " + shape.length + ", not " + rank);
    }
    return shape;
  }

  private static int layers(Ctranslate2Model model, String side) {
    int n = 0;
    while (model.has(side + "/layer_" + n + "/self_attention/linear_0/weight")) {
      n++;
    }
    return n;
  }
}
