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
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Makes faces; each avatar and backdrop is loaded once, when it is wanted first. Thread safe. */
final class Faces {
  private static final Logger LOG = Logger.getLogger(Faces.class.getName());

  /** The rig that goes on where a neural avatar fails. */
  private static final String STAND_IN = "mina";

  /**
   * @param made when its files were written, where it was made on this machine: who removes it and
   *     makes another of the same name sees the other
   */
  private record Rig(AvatarBundle bundle, Optional<FileTime> made) {}

  private final Config.Face settings;
  private final Map<String, Rig> rigs = new ConcurrentHashMap<>();
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

  /** Makes the face that is configured, for conversations. */
  Supplier<FaceAnimator> configured() {
    return of(settings.avatar(), settings.backdrop());
  }

  /**
   * Makes the face that is configured, for a film, which waits for each mouth.
   *
   * @param seed of the movements that are not speech
   */
  FaceAnimator filmed(long seed) {
    return of(settings.avatar(), settings.backdrop(), false, () -> seed).get();
  }

  /**
   * Makes faces for conversations, which do not wait long for a mouth. A neural avatar has its own
   * background.
   *
   * @throws dev.damso.media.UserFacingException where there is no such avatar or backdrop
   */
  Supplier<FaceAnimator> of(String avatar, String backdrop) {
    return of(avatar, backdrop, true, System::nanoTime);
  }

  private Supplier<FaceAnimator> of(
      String avatar, String backdrop, boolean live, LongSupplier seeds) {
    Optional<NeuralAvatar> neural = people.computeIfAbsent(avatar, this::neural);
    Supplier<FaceAnimator> rig = rig(neural.isEmpty() ? avatar : STAND_IN, backdrop, seeds);
    if (neural.isEmpty()) {
      return rig;
    }
    NeuralAvatar person = neural.get();
    return () ->
        new FallbackFace(person.newAnimator(seeds.getAsLong(), live), rig.get(), LOG::warning);
  }

  private Optional<NeuralAvatar> neural(String avatar) {
    return NeuralAvatar.load(
        folder(avatar), settings.width(), settings.height(), settings.device(), LOG::info);
  }

  private Supplier<FaceAnimator> rig(String avatar, String backdrop, LongSupplier seeds) {
    AvatarBundle bundle = rig(avatar);
    Backdrop behind = backdrops.computeIfAbsent(backdrop, Backdrop::load);
    return () ->
        new RigFaceAnimator(
            bundle,
            behind,
            settings.width(),
            settings.height(),
            seeds.getAsLong(),
            settings.badge(),
            settings.lips().equals("heard") ? ears.newEar() : PhoneEar.DEAF);
  }

  /**
   * The avatar of a name, or of a folder.
   *
   * @throws dev.damso.media.UserFacingException where there is none, or it is damaged
   */
  AvatarBundle rig(String avatar) {
    Optional<FileTime> made = own.madeAt(avatar);
    return rigs.compute(
            avatar,
            (name, known) ->
                known != null && known.made().equals(made)
                    ? known
                    : new Rig(AvatarBundle.load(folder(name)), made))
        .bundle();
  }

  /** The folder of one that was made here; any other name as it is. */
  private String folder(String avatar) {
    return own.find(avatar).map(Path::toString).orElse(avatar);
  }
}
