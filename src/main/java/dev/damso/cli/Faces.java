package dev.damso.cli;

import dev.damso.config.Config;
import dev.damso.face.FaceAnimator;
import dev.damso.face.neural.FallbackFace;
import dev.damso.face.neural.NeuralAvatar;
import dev.damso.face.photo.OwnAvatars;
import dev.damso.face.render.AvatarBundle;
import dev.damso.face.render.Backdrop;
import dev.damso.face.rig.PhoneEar;
import dev.damso.face.rig.RigFaceAnimator;
import dev.damso.server.Looks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Makes faces; each avatar and backdrop is loaded once, when it is wanted first. Thread safe. */
final class Faces {
  private static final Logger LOG = Logger.getLogger(Faces.class.getName());

  /** The rig that goes on where a neural avatar fails. */
  private static final String STAND_IN = "mina";

  private final Config.Face settings;
  private final Map<String, AvatarBundle> rigs = new ConcurrentHashMap<>();
  private final Map<String, Optional<NeuralAvatar>> people = new ConcurrentHashMap<>();
  private final Map<String, Backdrop> backdrops = new ConcurrentHashMap<>();

  private final OwnAvatars own;
  private final Ears ears = new Ears();

  Faces(Config.Face settings, OwnAvatars own) {
    this.settings = settings;
    this.own = own;
  }

  /** The avatars that were made here. */
  OwnAvatars own() {
    return own;
  }

  /** Names that come with Damso. */
  static List<String> builtIn() {
    return Stream.concat(AvatarBundle.NAMES.stream(), NeuralAvatar.NAMES.stream()).toList();
  }

  /** What is configured, then what comes with Damso, then what was made here. */
  Looks looks() {
    List<String> avatars = new ArrayList<>(builtIn());
    avatars.addAll(own.names());
    return new Looks(first(settings.avatar(), avatars), first(settings.backdrop(), Backdrop.NAMES));
  }

  private static List<String> first(String chosen, List<String> names) {
    List<String> all = new ArrayList<>(names);
    all.remove(chosen);
    all.addFirst(chosen);
    return all;
  }

  /**
   * Makes the face that is configured.
   *
   * @param live whether it is for a conversation, which does not wait long for a mouth, or for a
   *     film, which waits
   */
  Supplier<FaceAnimator> configured(boolean live) {
    return of(settings.avatar(), settings.backdrop(), live);
  }

  /**
   * Makes faces; {@code live} as above. A neural avatar has its own background.
   *
   * @throws dev.damso.media.UserFacingException where there is no such avatar or backdrop
   */
  Supplier<FaceAnimator> of(String avatar, String backdrop, boolean live) {
    Optional<NeuralAvatar> neural = people.computeIfAbsent(avatar, this::neural);
    Supplier<FaceAnimator> rig = rig(neural.isEmpty() ? avatar : STAND_IN, backdrop);
    if (neural.isEmpty()) {
      return rig;
    }
    NeuralAvatar person = neural.get();
    return () ->
        new FallbackFace(
            person.newAnimator(System.nanoTime() / 1_000_000, live), rig.get(), LOG::warning);
  }

  private Optional<NeuralAvatar> neural(String avatar) {
    return NeuralAvatar.load(
        folder(avatar), settings.width(), settings.height(), settings.device(), LOG::info);
  }

  private Supplier<FaceAnimator> rig(String avatar, String backdrop) {
    AvatarBundle bundle = rig(avatar);
    Backdrop behind = backdrops.computeIfAbsent(backdrop, Backdrop::load);
    return () ->
        new RigFaceAnimator(
            bundle,
            behind,
            settings.width(),
            settings.height(),
            System.nanoTime(),
            settings.badge(),
            settings.lips().equals("heard") ? ears.newEar() : PhoneEar.DEAF);
  }

  /**
   * The avatar of a name, or of a folder.
   *
   * @throws dev.damso.media.UserFacingException where there is none, or it is damaged
   */
  AvatarBundle rig(String avatar) {
    return rigs.computeIfAbsent(avatar, name -> AvatarBundle.load(folder(name)));
  }

  /** The folder of one that was made here; any other name as it is. */
  private String folder(String avatar) {
    return own.find(avatar).map(Path::toString).orElse(avatar);
  }
}
