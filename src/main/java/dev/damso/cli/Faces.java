package dev.damso.cli;

import dev.damso.config.Config;
import dev.damso.face.FaceAnimator;
import dev.damso.face.render.AvatarBundle;
import dev.damso.face.render.Backdrop;
import dev.damso.face.rig.RigFaceAnimator;
import dev.damso.server.Looks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Makes faces; each avatar and backdrop is loaded once, when it is wanted first. Thread safe. */
final class Faces {
  private final Config.Face settings;
  private final Map<String, AvatarBundle> avatars = new ConcurrentHashMap<>();
  private final Map<String, Backdrop> backdrops = new ConcurrentHashMap<>();

  Faces(Config.Face settings) {
    this.settings = settings;
  }

  /** What is configured, then what comes with Damso. */
  Looks looks() {
    return new Looks(
        first(settings.avatar(), AvatarBundle.NAMES), first(settings.backdrop(), Backdrop.NAMES));
  }

  private static List<String> first(String chosen, List<String> names) {
    List<String> all = new ArrayList<>(names);
    all.remove(chosen);
    all.addFirst(chosen);
    return all;
  }

  /** Makes the face that is configured. */
  Supplier<FaceAnimator> configured() {
    return of(settings.avatar(), settings.backdrop());
  }

  /**
   * @throws dev.damso.media.UserFacingException where there is no such avatar or backdrop
   */
  Supplier<FaceAnimator> of(String avatar, String backdrop) {
    AvatarBundle bundle = avatars.computeIfAbsent(avatar, AvatarBundle::load);
    Backdrop behind = backdrops.computeIfAbsent(backdrop, Backdrop::load);
    return () ->
        new RigFaceAnimator(bundle, behind, settings.width(), settings.height(), System.nanoTime());
  }
}
