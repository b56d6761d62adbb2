package dev.damso.tts.kokoro;

import dev.damso.media.Cancellation;
import dev.damso.model.graph.OnnxFile;
import dev.damso.model.onnx.OnnxOptions;
import dev.damso.model.onnx.OnnxRuntime;
import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Tensor;
import dev.damso.tts.ko.KokoroSymbols;
import dev.damso.tts.ko.KoreanFrontEnd;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A tool, not a test: measures what the norms of Kokoro's generator see in whole clauses of a
 * voice, and writes {@link NormStatistics}. Run by {@code bench/tts/calibrate.sh} when the model or
 * a voice changes.
 */
public final class KokoroCalibration {
  /** Short and long, so that the share of speech varies. */
  private static final String[] CLAUSES = {
    "네.",
    "아,",
    "음,",
    "예,",
    "그럼요,",
    "알겠습니다.",
    "그렇군요.",
    "죄송합니다.",
    "반갑습니다.",
    "고맙습니다.",
    "다음은,",
    "괜찮아요,",
    "축하합니다!",
    "잘했어요.",
    "오늘은,",
    "사실은,",
    "맞습니다.",
    "잠깐만요.",
    "정말요?",
    "글쎄요,",
    "도와드릴게요.",
    "어서 오세요.",
    "좋은 생각이에요.",
    "다시 말씀해 주세요.",
    "오늘 저녁에는 뭘 드실 건가요?",
    "창문을 닫고 불을 꺼 주세요.",
    "제가 한번 찾아볼게요.",
    "버스는 십 분마다 한 대씩 와요.",
    "어제 산 책이 아주 재미있었어요.",
    "주말에 가족과 함께 바다에 다녀왔어요.",
    "회의는 오전 열한 시에 삼 층에서 시작합니다.",
    "이 길을 따라 쭉 가시면 큰 은행이 보여요.",
    "감기에 걸렸을 때는 물을 많이 마시고 푹 쉬는 게 좋아요.",
    "새로 나온 영화를 보려고 표를 두 장 샀습니다.",
    "비밀번호는 여덟 글자보다 길어야 하고 숫자가 들어가야 해요.",
    "강아지가 마당에서 신나게 뛰어놀고 있네요.",
    "주문하신 물건은 모레쯤 받아 보실 수 있을 거예요.",
    "한국의 가을은 하늘이 높고 단풍이 곱기로 유명합니다.",
    "커피에 설탕을 넣을까요, 아니면 그냥 드릴까요?",
    "처음 오신 분들께는 작은 선물을 하나씩 나눠 드리고 있어요.",
  };

  private KokoroCalibration() {}

  /**
   * @param args folder of the installed Kokoro, file to write
   */
  public static void main(String[] args) throws IOException {
    Path kokoro = Path.of(args[0]);
    Path published = kokoro.resolve("kokoro.int8.onnx");
    KokoroVocabulary vocabulary = KokoroVocabulary.read(kokoro.resolve("vocab.json"));
    KokoroVoice voice =
        KokoroVoice.ofRaw(kokoro.resolve("hf_alpha.bin"))
            .blend(KokoroVoice.ofArchive(kokoro.resolve("voices_ja.npz"), "jf_nezumi"));
    Path measuring = Files.createTempFile("generator", ".onnx");
    GeneratorGraph.build(OnnxFile.read(published), true).write(measuring);
    List<Double> shares = new ArrayList<>();
    List<float[]> statistics = new ArrayList<>();
    KoreanFrontEnd korean = new KoreanFrontEnd();
    float[] none = new float[GeneratorGraph.STATISTICS];
    try (KokoroModel model = new KokoroModel(published, new NormStatistics(none, none), 2);
        OnnxSession generator = OnnxRuntime.instance().open(measuring, OnnxOptions.threads(2))) {
      for (String clause : CLAUSES) {
        var tokens = vocabulary.encode(KokoroSymbols.of(korean.phones(clause)));
        Optional<KokoroModel.Features> features =
            model.features(
                tokens.padded(), voice.style(tokens.owners().size()), 1, Cancellation.none());
        shares.add(features.orElseThrow().speechShare());
        statistics.add(measure(generator, features.orElseThrow()));
      }
    } finally {
      Files.delete(measuring);
    }
    try (OutputStream out = Files.newOutputStream(Path.of(args[1]))) {
      fit(shares, statistics).write(out);
    }
  }

  private static float[] measure(OnnxSession generator, KokoroModel.Features features) {
    float[] scales = features.styles().clone();
    int at = 0;
    for (GeneratorGraph.Norm norm : GeneratorGraph.NORMS) {
      for (int c = 0; c < norm.channels(); c++) {
        scales[at + c] += 1;
      }
      at += 2 * norm.channels();
    }
    int frames = features.frames();
    try (Tensor x = Tensor.of(features.x(), 1, 512, 2L * frames);
        Tensor source = Tensor.of(features.source(), 1, 22, 120L * frames + 1);
        Tensor scaleTensor = Tensor.of(scales, scales.length)) {
      Map<String, Tensor> results =
          generator.run(
              Map.of(KokoroGraphs.X, x, KokoroGraphs.SOURCE, source, "scales", scaleTensor),
              List.of("statistics"));
      try (Tensor statistics = Objects.requireNonNull(results.get("statistics"))) {
        float[] values = statistics.floats();
        logarithms(values);
        return values;
      }
    }
  }

  /** Of the variances. */
  private static void logarithms(float[] values) {
    int at = 0;
    for (GeneratorGraph.Norm norm : GeneratorGraph.NORMS) {
      int n = norm.channels();
      for (int c = at + n; c < at + 2 * n; c++) {
        values[c] = (float) Math.log(values[c] + 1e-8);
      }
      at += 2 * n;
    }
  }

  /** Least squares, a line for each number. */
  private static NormStatistics fit(List<Double> shares, List<float[]> statistics) {
    double mean = shares.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double spread = shares.stream().mapToDouble(s -> (s - mean) * (s - mean)).sum();
    float[] low = new float[GeneratorGraph.STATISTICS];
    float[] high = new float[GeneratorGraph.STATISTICS];
    for (int i = 0; i < low.length; i++) {
      double average = 0;
      double slope = 0;
      for (int k = 0; k < shares.size(); k++) {
        average += statistics.get(k)[i] / shares.size();
        slope += (shares.get(k) - mean) * statistics.get(k)[i] / spread;
      }
      low[i] = (float) (average + slope * (NormStatistics.LOW - mean));
      high[i] = (float) (average + slope * (NormStatistics.HIGH - mean));
    }
    return new NormStatistics(low, high);
  }
}
