package dev.amioperator.simulator.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Form parameters of an AWS request, {@code application/x-www-form-urlencoded}. */
final class FormParameters {

  /** Limit of parameters in an AWS request: ten times 1,000 resources with 50 tags. */
  static final int LIMIT = 20_000;

  private FormParameters() {}

  /**
   * Parses parameters of an AWS request, such as {@code Action=DescribeImages&ImageId.1=ami-1}.
   *
   * @throws ProtocolError if it is malformed, names a parameter twice or holds too many
   */
  static Map<String, String> parse(String... texts) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String text : texts) {
      for (String pair : text.split("&")) {
        if (!pair.isEmpty()) {
          put(parameters, pair);
        }
      }
    }
    return parameters;
  }

  /** Values of a repeatable parameter of an AWS request. */
  static List<String> values(String query, String name) {
    return Arrays.stream(query.split("&"))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> decode(pair.substring(name.length() + 1)))
        .toList();
  }

  private static void put(Map<String, String> parameters, String pair) {
    int equals = pair.indexOf('=');
    String name = decode(equals < 0 ? pair : pair.substring(0, equals));
    String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
    if (name.isEmpty()) {
      throw ProtocolError.malformed("A parameter has no name.");
    }
    if (parameters.put(name, value) != null) {
      throw ProtocolError.malformed("The parameter %s is given more than once.".formatted(name));
    }
    if (parameters.size() > LIMIT) {
      throw ProtocolError.malformed("The request has more than %d parameters.".formatted(LIMIT));
    }
  }

  static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ProtocolError.malformed("The request is not properly URL-encoded.");
    }
  }
}
