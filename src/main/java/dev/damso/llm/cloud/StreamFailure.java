package dev.damso.llm.cloud;

import java.time.Duration;
import java.util.Optional;

/** A streamed answer ended early. Tells nothing of what was sent or received. */
final class StreamFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  sealed interface Reason {}

  /**
   * The server refused.
   *
   * @param retryAfter what its Retry-After header asked for
   */
  record Status(int code, Optional<Duration> retryAfter) implements Reason {
    @Override
    public String toString() {
      return "HTTP " + code + hint(code);
    }

    private static String hint(int code) {
      return switch (code) {
        case 400 -> " (does its model take these settings?)";
        case 401, 403 -> " (is its key right?)";
        case 404 -> " (are its model and baseUrl right?)";
        case 429 -> " (too many requests)";
        default -> "";
      };
    }
  }

  /** No text for so long. */
  record Silent(Duration duration) implements Reason {
    @Override
    public String toString() {
      return "silent for " + duration.toMillis() + " ms";
    }
  }

  /** The connection could not be made, or broke. */
  record Broken(String kind) implements Reason {
    @Override
    public String toString() {
      return "connection broken (" + kind + ")";
    }
  }

  /** The stream ended without saying why. */
  record CutOff() implements Reason {
    @Override
    public String toString() {
      return "cut off";
    }
  }

  /** The provider said, in its stream, that it failed: overloaded, mostly. */
  record Reported() implements Reason {
    @Override
    public String toString() {
      return "the provider reported an error";
    }
  }

  /** What came is not the provider's format. */
  record Garbage() implements Reason {
    @Override
    public String toString() {
      return "not understood";
    }
  }

  private final transient Reason reason;
  private final boolean spoken;

  /**
   * @param spoken whether some text had come before
   */
  StreamFailure(Reason reason, boolean spoken) {
    super(reason.toString());
    this.reason = reason;
    this.spoken = spoken;
  }

  Reason reason() {
    return reason;
  }

  boolean spoken() {
    return spoken;
  }

  /**
   * How long to wait before the same request is worth another try; empty where it is not. A wait
   * longer than {@code patience} is not worth it.
   */
  Optional<Duration> retryAfter(Duration patience) {
    if (spoken) {
      return Optional.empty();
    }
    return switch (reason) {
      case Status(int code, Optional<Duration> wait) when code == 429 || code >= 500 ->
          wait.or(() -> Optional.of(Duration.ZERO)).filter(w -> w.compareTo(patience) <= 0);
      case Broken broken -> Optional.of(Duration.ZERO);
      case Reported reported -> Optional.of(Duration.ZERO);
      default -> Optional.empty();
    };
  }
}
