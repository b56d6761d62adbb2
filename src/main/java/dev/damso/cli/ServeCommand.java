package dev.damso.cli;

import dev.damso.config.Config;
import dev.damso.conversation.Conversation;
import dev.damso.conversation.ConversationEvent;
import dev.damso.conversation.MediaSink;
import dev.damso.conversation.Pacer;
import dev.damso.conversation.ReplySettings;
import dev.damso.conversation.Stages;
import dev.damso.conversation.recording.Recordings;
import dev.damso.face.FaceAnimator;
import dev.damso.media.UserFacingException;
import dev.damso.server.DamsoServer;
import dev.damso.server.IceServers;
import dev.damso.server.Listening;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code serve}: the main job. */
@Command(name = "serve", description = "Serves the page and talks.")
final class ServeCommand extends BaseCommand {
  @Option(names = "--host", description = "address to listen on (127.0.0.1)")
  private @Nullable String host;

  @Option(names = "--port", description = "TCP port (8080)")
  private @Nullable Integer port;

  @Mixin private LookOptions look = new LookOptions();

  @Override
  Config config() {
    return look.over(super.config());
  }

  @Override
  public Integer call() throws InterruptedException {
    Config config = config();
    long started = System.nanoTime();
    String listen = Objects.requireNonNullElse(host, config.server().host());
    int listenPort = Objects.requireNonNullElse(port, config.server().port());
    DamsoServer.requireFree(listen, listenPort);
    Optional<Recordings> recordings = recordings(config);
    IceServers iceServers =
        IceServers.of(config.webrtc().iceServers(), environment(), Instant::now);
    Assembly assembly = assembly();
    assembly.models().requireAll(assembly.required());
    long loading = System.nanoTime();
    ReplySettings settings = assembly.replySettings();
    Pacer pacer = new Pacer();
    Operations operations = new Operations(config.telemetry());
    Lull lull = new Lull(() -> System.nanoTime() / 1_000_000);
    // The page is there at once; who starts to talk meanwhile waits for the models.
    FutureTask<Stages> stages = new FutureTask<>(assembly::stages);
    Thread.ofPlatform().name("load").daemon().start(stages);
    DamsoServer server =
        DamsoServer.open(
            new Listening(
                listen,
                listenPort,
                config.server().udpPort(),
                config.server().publicAddress(),
                iceServers,
                config.server().viewers()),
            (wishes, sink, events) -> {
              Consumer<ConversationEvent> told = lull.watching(operations.watching(events));
              Function<MediaSink, Conversation> maker =
                  to ->
                      new Conversation(
                          Assembly.loaded(stages)
                              .withFace(assembly.faces().of(wishes.avatar(), wishes.backdrop())),
                          settings.withLanguage(wishes.language()),
                          pacer,
                          to,
                          told);
              return recordings.isEmpty()
                  ? maker.apply(sink)
                  : recordings.get().begin(sink, told, maker);
            },
            new PhotoCasting(
                assembly.faces(),
                assembly.models(),
                takesPhotos(config.face().uploads(), listen),
                recordings.isPresent()),
            config.server().maxConversations(),
            operations.metrics(),
            Optional.of(() -> Assembly.loaded(stages).textToSpeech()));
    Assembly.loaded(stages);
    CountDownLatch stop = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> {
                  server.close();
                  pacer.close();
                  operations.close();
                  stop.countDown();
                }));
    announce(listen, server, started, loading);
    Warmup.inBackground(Assembly.loaded(stages), settings, server::warmUp, lull);
    stop.await();
    return 0;
  }

  private void announce(String bound, DamsoServer server, long started, long loading) {
    boolean loopback = isLoopback(bound);
    say(
        "Damso is ready on http://%s:%d (%.1f s%s)",
        loopback ? "localhost" : bound,
        server.port(),
        (System.nanoTime() - started) / 1e9,
        loading - started > 1_000_000_000L
            ? ", of which models %.1f s".formatted((loading - started) / 1e9)
            : "");
    if (!loopback) {
      say(
          "It listens on %s: anyone who reaches this port can talk, for there are no accounts, tokens"
              + " or TLS yet. Browsers give a microphone only to https or localhost, so put a TLS"
              + " proxy in front.",
          bound);
    }
  }

  /**
   * @throws UserFacingException where conversations cannot be recorded in the chosen folder
   */
  private static Optional<Recordings> recordings(Config config) {
    String folder = config.recording().folder();
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    Recordings recordings =
        new Recordings(
            Path.of(folder),
            config.face().width(),
            config.face().height(),
            FaceAnimator.FRAMES_PER_SECOND,
            config.recording().microphone());
    recordings.require();
    return Optional.of(recordings);
  }

  private static boolean takesPhotos(String uploads, String listen) {
    return uploads.equals("everyone") || uploads.equals("local") && isLoopback(listen);
  }

  private static boolean isLoopback(String name) {
    try {
      return InetAddress.getByName(name).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
