package dev.damso.llm.cloud;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that streams as Gemini, OpenAI and Anthropic do, on one port, and fails as it is told.
 * {@link #main} serves by hand: CONTRIBUTING says how.
 */
public final class FakeProvider implements AutoCloseable {
  /** What to answer one request with. */
  @FunctionalInterface
  public interface Script {
    void run(Answer answer) throws Exception;
  }

  /** A request as it came. */
  record Request(String path, Map<String, List<String>> headers, String body) {}

  /** A clause, and a piece of the next. */
  private static final String BEGUN = "오늘은 날씨가 맑아요. 그리고 ";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Script> scripts = new LinkedBlockingQueue<>();
  private final AtomicInteger heads = new AtomicInteger();
  private final Script usual;

  /**
   * @param usual answers what {@link #next} says nothing about
   */
  FakeProvider(int port, Script usual) throws IOException {
    this(HttpServer.create(loopback(port), 0), usual);
  }

  /**
   * @param server not started yet; a {@code HttpsServer} speaks TLS
   */
  FakeProvider(HttpServer server, Script usual) {
    this.usual = usual;
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public FakeProvider() throws IOException {
    this(0, saying("안녕하세요! ", "담소예요."));
  }

  static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** A script that streams these texts. */
  public static Script saying(String... texts) {
    return answer -> {
      answer.begin();
      for (String text : texts) {
        answer.text(text);
      }
      answer.end();
    };
  }

  /** What is awaited in the midst of an answer. */
  @FunctionalInterface
  public interface Wait {
    void await() throws InterruptedException;
  }

  /** A script that breaks the connection in the midst of an answer, once {@code heard} is over. */
  public static Script cut(Wait heard) {
    return answer -> {
      answer.begin();
      answer.text(BEGUN);
      heard.await();
      answer.cut();
    };
  }

  /** A script that asks for a tool. */
  public static Script calling(String tool, Map<String, Object> arguments) {
    return answer -> {
      answer.begin();
      answer.call(tool, arguments);
    };
  }

  /** The next request is answered so; each call adds one more. */
  public void next(Script script) {
    scripts.add(script);
  }

  /** How often somebody opened a connection without a question. */
  int heads() {
    return heads.get();
  }

  List<Request> requests() {
    return requests;
  }

  public URI url() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (exchange.getRequestMethod().equals("HEAD")) {
      heads.incrementAndGet();
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
      return;
    }
    requests.add(
        new Request(
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders(),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    Script script = scripts.poll();
    Answer answer = new Answer(exchange, WireFormat.of(path));
    try {
      (script == null ? usual : script).run(answer);
      if (answer.broken) {
        throw new IOException("cut");
      }
      exchange.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  /** One response. */
  public final class Answer {
    private final HttpExchange exchange;
    private final WireFormat format;
    private boolean broken;

    Answer(HttpExchange exchange, WireFormat format) {
      this.exchange = exchange;
      this.format = format;
    }

    void status(int code, String body) throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(code, bytes.length);
      exchange.getResponseBody().write(bytes);
    }

    void header(String name, String value) {
      exchange.getResponseHeaders().set(name, value);
    }

    void begin() throws IOException {
      header("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      send(format.begin());
    }

    void text(String text) throws IOException {
      send(format.text(text));
    }

    void call(String name, Map<String, Object> arguments) throws IOException {
      send(format.call(name, arguments));
    }

    void end() throws IOException {
      send(format.end());
    }

    void refusal() throws IOException {
      send(format.refusal());
    }

    void error() throws IOException {
      send(format.error());
    }

    void raw(byte[] bytes) throws IOException {
      OutputStream body = exchange.getResponseBody();
      body.write(bytes);
      body.flush();
    }

    /** The text, one byte a packet. */
    void textByteByByte(String text) throws IOException {
      for (String event : format.text(text)) {
        for (byte b : event.getBytes(StandardCharsets.UTF_8)) {
          raw(new byte[] {b});
        }
      }
    }

    private void send(List<String> events) throws IOException {
      for (String event : events) {
        raw(event.getBytes(StandardCharsets.UTF_8));
      }
    }

    /** Says nothing more until the server closes. */
    void hang() throws InterruptedException {
      closing.await();
    }

    /** Breaks the connection. */
    void cut() throws IOException {
      broken = true;
    }
  }

  /**
   * Serves by hand.
   *
   * @param args the port, then faults for the next requests, in order: {@code ok}, {@code slow} and
   *     so on, as {@link #fault} knows them; then all is well
   */
  public static void main(String[] args) throws Exception {
    FakeProvider provider =
        new FakeProvider(Integer.parseInt(args[0]), saying("네, ", "안녕하세요! ", "가짜 제공자예요."));
    for (int i = 1; i < args.length; i++) {
      provider.next(fault(args[i]));
    }
    System.out.println("answers as Gemini, OpenAI and Anthropic on " + provider.url());
    provider.closing.await();
  }

  /** How the next request fares; see CONTRIBUTING. */
  public static Script fault(String name) {
    return switch (name) {
      case "ok" -> saying("네, ", "잘 들려요.");
      case "split" ->
          answer -> {
            answer.begin();
            answer.textByteByByte("네, 값이 😀 천 원이에요.");
            answer.end();
          };
      case "slow" -> Answer::hang;
      case "cut" -> cut(() -> Thread.sleep(200));
      case "ends" ->
          answer -> {
            answer.begin();
            answer.text(BEGUN);
          };
      case "error" ->
          answer -> {
            answer.begin();
            answer.error();
          };
      case "late-error" ->
          answer -> {
            answer.begin();
            answer.text(BEGUN);
            answer.error();
          };
      case "refusal" ->
          answer -> {
            answer.begin();
            answer.refusal();
          };
      case "garbage" ->
          answer -> {
            answer.begin();
            answer.raw(
                "event: message_start\ndata: {\"candidates\": [{]}\n\n"
                    .getBytes(StandardCharsets.UTF_8));
            answer.raw(new byte[] {(byte) 0xff, (byte) 0xfe, 0, '\n', '\n'});
          };
      case "429" ->
          answer -> {
            answer.header("Retry-After", "30");
            answer.status(429, "{\"error\": {\"message\": \"slow down\"}}");
          };
      case "500" -> answer -> answer.status(500, "oh no");
      case "endless" ->
          answer -> {
            answer.begin();
            while (true) {
              answer.text("그리고 또 그리고 또 ");
            }
          };
      default -> throw new IllegalArgumentException("no fault " + name);
    };
  }
}
