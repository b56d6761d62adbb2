package dev.damso.cli;

import dev.damso.media.UserFacingException;
import java.net.URI;

/** Addresses of services, as they are configured. */
final class BaseUrls {
  private BaseUrls() {}

  /**
   * @param key of the setting, as people know it: {@code llm.openai.baseUrl}
   * @return an http or https address without a user
   * @throws UserFacingException where {@code text} is none
   */
  static URI parse(String key, String text) {
    try {
      URI uri = URI.create(text.strip());
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw UserFacingException.badInput(key + " is an address such as http://127.0.0.1:8000/v1");
  }
}
