package dev.damso.cli;

import dev.damso.media.UserFacingException;
import dev.damso.phones.PhoneNetwork;
import java.util.Optional;
import java.util.logging.Logger;

/** The network that hears phones, loaded when a voice without phones speaks. Thread safe. */
final class LazyPhoneNetwork {
  private static final Logger LOG = Logger.getLogger(LazyPhoneNetwork.class.getName());

  private Optional<PhoneNetwork> network = Optional.empty();
  private boolean tried;

  /** Empty where it cannot be loaded. */
  synchronized Optional<PhoneNetwork> get() {
    if (!tried) {
      tried = true;
      network = load();
    }
    return network;
  }

  private static Optional<PhoneNetwork> load() {
    try {
      return Optional.of(new PhoneNetwork());
    } catch (UserFacingException e) {
      LOG.warning("lips follow loudness only: " + e.getMessage());
      return Optional.empty();
    }
  }
}
