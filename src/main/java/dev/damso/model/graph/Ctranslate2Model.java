package dev.damso.model.graph;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A CTranslate2 {@code model.bin}, version 6: named variables, memory-mapped. Immutable; the
 * mapping lives as long as this object.
 *
 * <p>Little-endian. Header: u32 version, string specification, u32 revision, u32 count. Variable:
 * string name, u8 rank, u32 dimensions, u8 type, u32 bytes, data. Then u32 count of aliases: string
 * alias, string name. A string is u16 length, then bytes with a final NUL.
 */
public final class Ctranslate2Model {
  private static final int VERSION = 6;
  private static final int MAX_RANK = 8;

  private final String specification;
  private final Map<String, Variable> variables;

  private Ctranslate2Model(String specification, Map<String, Variable> variables) {
    this.specification = specification;
    this.variables = variables;
  }

  /** Element types, at the index that the file gives. */
  private enum ElementType {
    FLOAT32(4),
    INT8(1),
    INT16(2),
    INT32(4),
    FLOAT16(2);

    private final int bytes;

    ElementType(int bytes) {
      this.bytes = bytes;
    }
  }

  private record Variable(int[] shape, ElementType type, MemorySegment data) {}

  /**
   * @throws UserFacingException where the file cannot be read or is not such a model
   */
  public static Ctranslate2Model read(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      MemorySegment bytes =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      return new Parser(file, bytes).parse();
    } catch (IOException e) {
      throw UserFacingException.failed("cannot read the model " + file + ": " + e.getMessage(), e);
    }
  }

  /** What the weights are for: {@code WhisperSpec}. */
  public String specification() {
    return specification;
  }

  public Set<String> names() {
    return variables.keySet();
  }

  public boolean has(String name) {
    return variables.containsKey(name);
  }

  /** Dimensions, outermost first; empty for a scalar. */
  public int[] shape(String name) {
    return variable(name).shape.clone();
  }

  /** A variable's elements in row-major order, float16 widened. */
  public float[] floats(String name) {
    Variable v = variable(name);
    float[] out = new float[Math.toIntExact(v.data.byteSize() / v.type.bytes)];
    for (int i = 0; i < out.length; i++) {
      out[i] =
          switch (v.type) {
            case FLOAT32 -> v.data.get(Parser.F32, 4L * i);
            case FLOAT16 -> Float.float16ToFloat(v.data.get(Parser.I16, 2L * i));
            default ->
                throw UserFacingException.failed(
                    name + " is " + v.type + "; only float32 and float16 weights are supported");
          };
    }
    return out;
  }

  /** An integer scalar of any width. */
  public int integer(String name) {
    Variable v = variable(name);
    if (v.shape.length != 0) {
      throw UserFacingException.failed(name + " is not a scalar in these weights");
    }
    return switch (v.type) {
      case INT8 -> v.data.get(ValueLayout.JAVA_BYTE, 0);
      case INT16 -> v.data.get(Parser.I16, 0);
      case INT32 -> v.data.get(Parser.I32, 0);
      default -> throw UserFacingException.failed(name + " is not an integer in these weights");
    };
  }

  private Variable variable(String name) {
    @Nullable Variable v = variables.get(name);
    if (v == null) {
      throw UserFacingException.failed(
          "these weights have no " + name + "; is this a CTranslate2 Whisper model?");
    }
    return v;
  }

  /** Reads one file from front to back, checking every length against what is left. */
  private static final class Parser {
    private static final ValueLayout.OfShort I16 =
        ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt I32 =
        ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat F32 =
        ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path file;
    private final MemorySegment bytes;
    private long position;

    private Parser(Path file, MemorySegment bytes) {
      this.file = file;
      this.bytes = bytes;
    }

    private Ctranslate2Model parse() {
      long version = u32();
      if (version != VERSION) {
        throw broken("version " + version + " instead of " + VERSION);
      }
      String specification = string();
      u32(); // revision
      Map<String, Variable> variables = new LinkedHashMap<>();
      long count = u32();
      for (long i = 0; i < count; i++) {
        variables.put(string(), variable());
      }
      long aliases = u32();
      for (long i = 0; i < aliases; i++) {
        String alias = string();
        String name = string();
        @Nullable Variable target = variables.get(name);
        if (target == null) {
          throw broken("alias of the unknown variable " + name);
        }
        variables.put(alias, target);
      }
      return new Ctranslate2Model(specification, variables);
    }

    private Variable variable() {
      int rank = u8();
      if (rank > MAX_RANK) {
        throw broken("a variable of rank " + rank);
      }
      int[] shape = new int[rank];
      for (int i = 0; i < rank; i++) {
        long dimension = u32();
        if (dimension > Integer.MAX_VALUE) {
          throw broken("a dimension of " + dimension);
        }
        shape[i] = (int) dimension;
      }
      int typeId = u8();
      ElementType[] types = ElementType.values();
      if (typeId >= types.length) {
        throw broken("the unknown element type " + typeId);
      }
      ElementType type = types[typeId];
      long size = u32();
      long elements = 1;
      for (int dimension : shape) {
        // Each factor < 2^31 and the product is bounded before each step, so this cannot overflow.
        elements = Math.min(elements, Integer.MAX_VALUE) * dimension;
      }
      if (elements * type.bytes != size) {
        throw broken(size + " bytes for " + Arrays.toString(shape) + " of " + type);
      }
      return new Variable(shape, type, take(size));
    }

    private String string() {
      byte[] text = take(Short.toUnsignedInt(take(2).get(I16, 0))).toArray(ValueLayout.JAVA_BYTE);
      int length = text.length > 0 && text[text.length - 1] == 0 ? text.length - 1 : text.length;
      return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    private int u8() {
      return Byte.toUnsignedInt(take(1).get(ValueLayout.JAVA_BYTE, 0));
    }

    private long u32() {
      return Integer.toUnsignedLong(take(4).get(I32, 0));
    }

    private MemorySegment take(long size) {
      if (size > bytes.byteSize() - position) {
        throw broken("it ends early");
      }
      MemorySegment part = bytes.asSlice(position, size);
      position += size;
      return part;
    }

    private UserFacingException broken(String why) {
      return UserFacingException.failed(
          file
              + " is not a complete CTranslate2 model ("
              + why
              + " at byte "
              + position
              + "); delete it and pull the model again");
    }
  }
}
