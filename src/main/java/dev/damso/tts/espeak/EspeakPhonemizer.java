package dev.damso.tts.espeak;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.damso.media.UserFacingException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * English and other text to IPA by espeak-ng (speak_lib.h), a separate library that is loaded at
 * run time. The library has one global state, so calls wait for each other and a process has one of
 * these.
 */
public final class EspeakPhonemizer {
  /** espeak_Synth returns when all has been given to the callback. */
  private static final int SYNCHRONOUS = 2;

  /** Don't exit; phoneme events, in IPA. */
  private static final int OPTIONS = 0x8000 | 0x0001 | 0x0002;

  private static final int UTF8 = 1;
  private static final int IPA = 0x02;
  private static final String CLAUSE_ENDS = ",.;:?!";
  static final ReentrantLock LIBRARY = new ReentrantLock();

  private final SymbolLookup symbols;
  private final MethodHandle setVoice;
  private final MethodHandle textToPhonemes;

  /**
   * @param directory with {@code libespeak-ng.so} and {@code espeak-ng-data}
   */
  public EspeakPhonemizer(Path directory) {
    Path library = directory.resolve(System.mapLibraryName("espeak-ng"));
    if (!Files.isRegularFile(library)) {
      throw UserFacingException.failed(
          "no espeak-ng at " + library + "; ./damso models pull fetches it");
    }
    Linker linker = Linker.nativeLinker();
    symbols = SymbolLookup.libraryLookup(library, Arena.global());
    setVoice =
        linker.downcallHandle(
            symbols.findOrThrow("espeak_SetVoiceByName"), FunctionDescriptor.of(JAVA_INT, ADDRESS));
    textToPhonemes =
        linker.downcallHandle(
            symbols.findOrThrow("espeak_TextToPhonemes"),
            FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, JAVA_INT));
    MethodHandle initialize =
        linker.downcallHandle(
            symbols.findOrThrow("espeak_Initialize"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    LIBRARY.lock();
    try (Arena arena = Arena.ofConfined()) {
      int rate =
          (int)
              initialize.invokeExact(
                  SYNCHRONOUS, 0, arena.allocateFrom(directory.toString()), OPTIONS);
      if (rate <= 0) {
        throw UserFacingException.failed("espeak-ng does not accept its data in " + directory);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("espeak-ng cannot be initialised", e);
    } finally {
      LIBRARY.unlock();
    }
  }

  /** The library's functions; call them under {@link #LIBRARY} only. */
  SymbolLookup symbols() {
    return symbols;
  }

  /**
   * @param voice espeak-ng's name: {@code en-us}
   * @return IPA with stress marks, a clause's closing mark kept behind it
   */
  public String phonemes(String text, String voice) {
    StringBuilder all = new StringBuilder();
    LIBRARY.lock();
    try (Arena arena = Arena.ofConfined()) {
      int found = (int) setVoice.invokeExact(arena.allocateFrom(voice));
      if (found != 0) {
        throw new IllegalArgumentException("espeak-ng has no voice " + voice);
      }
      for (String clause : clauses(text)) {
        String ipa = clause(clause, arena);
        char end = clause.charAt(clause.length() - 1);
        if (!ipa.isEmpty()) {
          all.append(all.isEmpty() ? "" : " ").append(ipa);
          all.append(CLAUSE_ENDS.indexOf(end) >= 0 ? String.valueOf(end) : "");
        }
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("espeak-ng failed", e);
    } finally {
      LIBRARY.unlock();
    }
    return all.toString();
  }

  private String clause(String clause, Arena arena) throws Throwable {
    MemorySegment position = arena.allocate(ADDRESS);
    position.set(ADDRESS, 0, arena.allocateFrom(clause));
    StringBuilder ipa = new StringBuilder();
    // espeak-ng moves the pointer on, clause by clause, and sets it to null at the end.
    while (position.get(ADDRESS, 0).address() != 0) {
      MemorySegment out = (MemorySegment) textToPhonemes.invokeExact(position, UTF8, IPA);
      if (out.address() == 0) {
        break;
      }
      String part = out.reinterpret(1 << 16).getString(0).strip();
      ipa.append(ipa.isEmpty() || part.isEmpty() ? "" : " ").append(part);
    }
    // "(en)" marks a switch of language.
    return ipa.toString().replaceAll("\\([a-z-]+\\)", "").strip();
  }

  /** Cut behind each closing mark that is followed by space, and at the end. */
  private static List<String> clauses(String text) {
    List<String> clauses = new ArrayList<>();
    for (String clause : text.split("(?<=[,.;:?!])\\s+")) {
      if (!clause.isBlank()) {
        clauses.add(clause.strip());
      }
    }
    return clauses;
  }
}
