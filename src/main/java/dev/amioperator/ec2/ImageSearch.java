package dev.amioperator.ec2;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * A search for available images of trusted owners (DescribeImages).
 *
 * @param owners account ids and EC2's aliases; required, or any account's image would match
 * @param filters EC2's filters; values may hold its wildcards
 */
public record ImageSearch(List<String> owners, Map<String, List<String>> filters) {
  private static final String OWNER = "owner";

  public ImageSearch {
    if (owners.isEmpty()) {
      throw new IllegalArgumentException("an image search needs an owner");
    }
    owners = owners.stream().distinct().sorted().toList();
    Map<String, List<String>> sorted = new TreeMap<>();
    filters.forEach((name, values) -> sorted.put(name, values.stream().sorted().toList()));
    if (sorted.values().stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("an image filter needs a value");
    }
    filters = sorted;
  }

  /** The search as a line of text, the same for equal image searches. */
  public String toKey() {
    StringJoiner text = new StringJoiner("&");
    owners.forEach(owner -> text.add(OWNER + "=" + urlEncode(owner)));
    filters.forEach(
        (name, values) ->
            values.forEach(value -> text.add("." + urlEncode(name) + "=" + urlEncode(value))));
    return text.toString();
  }

  /** The image search that {@link #toKey} wrote. */
  public static ImageSearch fromKey(String text) {
    List<String> owners = new ArrayList<>();
    Map<String, List<String>> filters = new TreeMap<>();
    for (String part : text.split("&")) {
      int equals = part.indexOf('=');
      String name = part.substring(0, equals);
      String value = urlDecode(part.substring(equals + 1));
      if (name.equals(OWNER)) {
        owners.add(value);
      } else {
        filters.computeIfAbsent(urlDecode(name.substring(1)), n -> new ArrayList<>()).add(value);
      }
    }
    return new ImageSearch(owners, filters);
  }

  private static String urlEncode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String urlDecode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
