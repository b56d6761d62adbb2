package dev.damso.tts.kokoro;

import static dev.damso.model.graph.OnnxGraph.ElementType.FLOAT;

import dev.damso.model.graph.OnnxFile;
import dev.damso.model.graph.OnnxGraph;
import dev.damso.model.graph.OnnxTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Kokoro's generator (ISTFTNet, Kaneko et al. 2022, with the harmonic source of NSF) built anew
 * from the published weights, for two reasons. Its instance norms take their statistics as an
 * input, so that a piece of a clause sounds as it does in the whole (see {@link NormStatistics}).
 * And it runs with time as the slow axis, [1, T, C], where a convolution in 8 bits is one matrix
 * product, over twice as fast as ONNX Runtime's own.
 *
 * <p>Not thread safe.
 */
final class GeneratorGraph {
  private static final Map<String, ?> NONE = Map.of();
  private static final String NODES = "/decoder/decoder/generator/";
  private static final String WEIGHTS = "decoder.decoder.generator.";
  private static final int[] DILATIONS = {1, 3, 5};
  private static final int[] UPSAMPLING = {10, 6};
  private static final int[] CHANNELS = {256, 128};
  private static final int BINS = 11;
  private static final int HOP = 5;
  private static final int SOURCE_CHANNELS = 2 * BINS;
  private static final long END = Long.MAX_VALUE;

  /** An adaptive instance norm: {@code (x − mean) / √variance · γ + β}. */
  record Norm(String path, int channels) {
    /** Where the published graph has γ − 1 and β, {@code [1, 2 · channels]}. */
    String styleValue() {
      return NODES + path + "/fc/Gemm_output_0";
    }
  }

  static final List<Norm> NORMS = norms();

  /** Numbers of all norms: a mean and a variance, or a scale and an offset, for each channel. */
  static final int STATISTICS = NORMS.stream().mapToInt(norm -> 2 * norm.channels()).sum();

  private final OnnxFile published;
  private final boolean measuring;
  private final OnnxGraph g = new OnnxGraph("kokoro-generator");
  private final Map<String, List<String>> scales = new HashMap<>();
  private final Map<String, List<String>> measured = new HashMap<>();
  private int constants;

  private GeneratorGraph(OnnxFile published, boolean measuring) {
    this.published = published;
    this.measuring = measuring;
  }

  private static List<Norm> norms() {
    List<Norm> norms = new ArrayList<>();
    List<String> blocks = new ArrayList<>(List.of("noise_res.0", "noise_res.1"));
    IntStream.range(0, 6).forEach(i -> blocks.add("resblocks." + i));
    for (String block : blocks) {
      boolean first = block.equals("noise_res.0") || block.matches("resblocks\\.[012]");
      for (int j = 0; j < DILATIONS.length; j++) {
        norms.add(new Norm(block + "/adain1." + j, CHANNELS[first ? 0 : 1]));
        norms.add(new Norm(block + "/adain2." + j, CHANNELS[first ? 0 : 1]));
      }
    }
    return List.copyOf(norms);
  }

  /**
   * @param measuring makes the published generator instead: norms measure, {@code scales} are γ and
   *     β, and the means and variances are a second output, {@code statistics}
   */
  static OnnxGraph build(OnnxFile published, boolean measuring) {
    return new GeneratorGraph(published, measuring).build();
  }

  private OnnxGraph build() {
    g.input(KokoroGraphs.X, FLOAT, 1, 512, "frames2");
    g.input(KokoroGraphs.SOURCE, FLOAT, 1, SOURCE_CHANNELS, "frames120");
    g.input("scales", FLOAT, STATISTICS);
    splitScales();
    String x = transpose(KokoroGraphs.X);
    String source = transpose(KokoroGraphs.SOURCE);
    for (int stage = 0; stage < UPSAMPLING.length; stage++) {
      x = upsample(g.apply("LeakyRelu", Map.of("alpha", 0.1f), x), stage);
      x = g.apply("Add", NONE, x, block(noise(source, stage), "noise_res." + stage));
      String sum = block(x, "resblocks." + 3 * stage);
      sum = g.apply("Add", NONE, sum, block(x, "resblocks." + (3 * stage + 1)));
      sum = g.apply("Add", NONE, sum, block(x, "resblocks." + (3 * stage + 2)));
      x = g.apply("Mul", NONE, sum, number(1 / 3f));
    }
    samples(transpose(g.apply("LeakyRelu", Map.of("alpha", 0.01f), x)));
    if (measuring) {
      outputStatistics();
    }
    return g;
  }

  private void splitScales() {
    long[] sizes =
        NORMS.stream()
            .flatMapToLong(norm -> IntStream.of(norm.channels(), norm.channels()).asLongStream())
            .toArray();
    List<String> parts =
        g.apply("Split", Map.of("axis", 0), List.of("scales", integers(sizes)), sizes.length);
    for (int i = 0; i < NORMS.size(); i++) {
      scales.put(NORMS.get(i).path(), parts.subList(2 * i, 2 * i + 2));
    }
  }

  /** [1, 120t + 1, 22] → what the source adds at a stage, [1, T, C]. */
  private String noise(String source, int stage) {
    String path = "noise_convs." + stage;
    Quantized w = quantized(path);
    float[] kernel = w.matrix();
    String columns = source;
    if (stage == 0) {
      // A kernel of 12 at a stride of 6: two halves of six samples each.
      int stride = UPSAMPLING[1];
      String padded =
          g.apply("Pad", NONE, slice(source, 0, -1), integers(0, stride / 2, 0, 0, stride / 2, 0));
      String halves =
          g.apply("Reshape", NONE, padded, integers(1, -1, (long) stride * SOURCE_CHANNELS));
      columns = g.apply("Concat", Map.of("axis", 2), slice(halves, 0, -1), slice(halves, 1, END));
    }
    String product =
        g.apply("MatMul", NONE, columns, floats(kernel, kernel.length / w.outputs(), w.outputs()));
    return g.apply("Add", NONE, product, bias(path));
  }

  /** ConvTranspose with a kernel of two strides: each output is made of two inputs. */
  private String upsample(String x, int stage) {
    int stride = UPSAMPLING[stage];
    OnnxTensor weights =
        published.constant(NODES + (stage == 0 ? "Mul_output_0" : "Mul_1_output_0"));
    int in = weights.size(0);
    int out = weights.size(1);
    float[] w = weights.floats(); // [in, out, 2 · stride]
    float[] matrix = new float[w.length]; // [2 · in, stride · out]
    for (int c = 0; c < in; c++) {
      for (int o = 0; o < out; o++) {
        for (int k = 0; k < 2 * stride; k++) {
          int row = k < stride ? c : in + c;
          matrix[(row * stride + k % stride) * out + o] = w[(c * out + o) * 2 * stride + k];
        }
      }
    }
    String now = g.apply("Pad", NONE, x, integers(0, 0, 0, 0, 1, 0));
    String before = g.apply("Pad", NONE, x, integers(0, 1, 0, 0, 0, 0));
    String pairs = g.apply("Concat", Map.of("axis", 2), now, before);
    String y = g.apply("MatMul", NONE, pairs, floats(matrix, 2L * in, (long) stride * out));
    y = g.apply("Reshape", NONE, y, integers(1, -1, out));
    y = g.apply("Add", NONE, slice(y, stride / 2, -stride / 2), bias("ups." + stage));
    // The last stage has one more step: it begins with its second, reflected.
    return stage == 0 ? y : g.apply("Concat", Map.of("axis", 1), slice(y, 1, 2), y);
  }

  /** A residual block, AdaINResBlock1. */
  private String block(String input, String path) {
    String x = input;
    for (int j = 0; j < DILATIONS.length; j++) {
      String y = snake(norm(x, path + "/adain1." + j), path + ".alpha1." + j);
      y = convolution(y, path + "/convs1." + j, DILATIONS[j]);
      y = snake(norm(y, path + "/adain2." + j), path + ".alpha2." + j);
      x = g.apply("Add", NONE, x, convolution(y, path + "/convs2." + j, 1));
    }
    return x;
  }

  private String norm(String x, String path) {
    List<String> scale = Objects.requireNonNull(scales.get(path));
    String normal = x;
    if (measuring) {
      String axis = integers(1);
      String mean = g.apply("ReduceMean", NONE, x, axis);
      String centred = g.apply("Sub", NONE, x, mean);
      String variance = g.apply("ReduceMean", NONE, g.apply("Mul", NONE, centred, centred), axis);
      measured.put(path, List.of(mean, variance));
      String floor = g.apply("Add", NONE, variance, number(NormStatistics.EPSILON));
      normal = g.apply("Div", NONE, centred, g.apply("Sqrt", NONE, floor));
    }
    return g.apply("Add", NONE, g.apply("Mul", NONE, normal, scale.get(0)), scale.get(1));
  }

  /** Snake activation (Ziyin et al. 2020): x + sin²(αx) / α. */
  private String snake(String x, String alphaName) {
    float[] alpha = published.constant(WEIGHTS + alphaName).floats();
    float[] inverse = new float[alpha.length];
    for (int i = 0; i < alpha.length; i++) {
      inverse[i] = 1 / alpha[i];
    }
    String sine = g.apply("Sin", NONE, g.apply("Mul", NONE, x, floats(alpha, alpha.length)));
    String square = g.apply("Mul", NONE, sine, sine);
    return g.apply("Add", NONE, x, g.apply("Mul", NONE, square, floats(inverse, inverse.length)));
  }

  /** Weights of a convolution in 8 bits: {@code (values − zero) · scale}, [taps · in, out]. */
  private record Quantized(
      byte[] values, int zero, float scale, int taps, int inputs, int outputs) {
    float[] matrix() {
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (values[i] - zero) * scale;
      }
      return floats;
    }
  }

  /** The unsigned weights of the published convolution, [out, in, taps], as signed ones. */
  private Quantized quantized(String path) {
    List<String> inputs = published.node(NODES + path + "/Conv_quant").inputs();
    OnnxTensor weights = published.constant(inputs.get(1));
    int[] w = weights.bytes();
    int out = weights.size(0);
    int in = weights.size(1);
    int taps = weights.size(2);
    byte[] values = new byte[w.length];
    for (int o = 0; o < out; o++) {
      for (int c = 0; c < in; c++) {
        for (int k = 0; k < taps; k++) {
          values[(k * in + c) * out + o] = (byte) (w[(o * in + c) * taps + k] - 128);
        }
      }
    }
    int zero = published.constant(inputs.get(3)).bytes()[0] - 128;
    float scale = published.constant(inputs.get(1).replace("_quantized", "_scale")).floats()[0];
    return new Quantized(values, zero, scale, taps, in, out);
  }

  /** [1, T, in] → [1, T, out]: the taps side by side, times the weights. */
  private String convolution(String x, String path, int dilation) {
    Quantized w = quantized(path);
    long padding = (long) dilation * (w.taps() - 1) / 2;
    List<String> q = g.apply("DynamicQuantizeLinear", NONE, List.of(x), 3);
    String padded =
        g.apply("Pad", NONE, q.get(0), integers(0, padding, 0, 0, padding, 0), q.get(2));
    List<String> taps = new ArrayList<>();
    for (int k = 0; k < w.taps(); k++) {
      long from = (long) k * dilation;
      taps.add(slice(padded, from, from == 2 * padding ? END : from - 2 * padding));
    }
    String columns = g.apply("Concat", Map.of("axis", 2), taps, 1).getFirst();
    // ONNX Runtime makes one MatMulIntegerToFloat of these.
    String product =
        g.apply(
            "MatMulInteger",
            NONE,
            columns,
            g.constant(path, w.values(), (long) w.taps() * w.inputs(), w.outputs()),
            q.get(2),
            g.constant(path + "/zero", new byte[] {(byte) w.zero()}));
    String scale = g.apply("Mul", NONE, q.get(1), number(w.scale()));
    String real = g.apply("Cast", Map.of("to", 1), product);
    return g.apply("Add", NONE, g.apply("Mul", NONE, real, scale), bias(path));
  }

  /** Magnitudes and phases to samples: [1, 128, 120t + 1] → [600t]. */
  private void samples(String x) {
    OnnxTensor post = published.constant(NODES + "Mul_2_output_0");
    String spectrum =
        g.apply(
            "Conv",
            Map.of("pads", new long[] {3, 3}),
            x,
            floats(post.floats(), post.shape()),
            bias("conv_post"));
    List<String> halves =
        g.apply("Split", Map.of("axis", 1, "num_outputs", 2), List.of(spectrum), 2);
    String magnitude = g.apply("Exp", NONE, halves.get(0));
    String phase = g.apply("Sin", NONE, halves.get(1));
    String complex =
        g.apply(
            "Concat",
            Map.of("axis", 1),
            g.apply("Mul", NONE, magnitude, g.apply("Cos", NONE, phase)),
            g.apply("Mul", NONE, magnitude, g.apply("Sin", NONE, phase)));
    OnnxTensor basis = published.constant(WEIGHTS + "stft.istft.stft.inverse_basis");
    float gain = published.constant(NODES + "istft/stft/Constant_19_output_0").floats()[0];
    float[] inverse = basis.floats();
    for (int i = 0; i < inverse.length; i++) {
      inverse[i] *= gain;
    }
    String sound =
        g.apply(
            "ConvTranspose",
            Map.of("strides", new long[] {HOP}),
            complex,
            floats(inverse, basis.shape()));
    String edge = g.apply("Slice", NONE, sound, integers(2 * HOP), integers(-2 * HOP), integers(2));
    g.node("Reshape", NONE, List.of(edge, integers(-1)), List.of("audio"));
    g.output("audio", FLOAT, "samples");
  }

  private void outputStatistics() {
    List<String> all = new ArrayList<>();
    for (Norm norm : NORMS) {
      for (String value : Objects.requireNonNull(measured.get(norm.path()))) {
        all.add(g.apply("Reshape", NONE, value, integers(-1)));
      }
    }
    g.node("Concat", Map.of("axis", 0), all, List.of("statistics"));
    g.output("statistics", FLOAT, STATISTICS);
  }

  private String transpose(String x) {
    return g.apply("Transpose", Map.of("perm", new long[] {0, 2, 1}), x);
  }

  /** Steps {@code from} to {@code to} of [1, T, C]. */
  private String slice(String x, long from, long to) {
    return g.apply("Slice", NONE, x, integers(from), integers(to), integers(1));
  }

  private String bias(String path) {
    float[] bias = published.constant(WEIGHTS + path.replace('/', '.') + ".bias").floats();
    return floats(bias, bias.length);
  }

  private String number(float value) {
    return g.constant("c" + constants++, new float[] {value});
  }

  private String floats(float[] values, long... shape) {
    return g.constant("c" + constants++, values, shape);
  }

  private String integers(long... values) {
    return g.constant("c" + constants++, values);
  }
}
