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
 * @param includeDeprecated whether deprecated images of other owners are listed too
 */
public record ImageSearch(
    List<String> owners, Map<String, List<String>> filters, boolean includeDeprecated) {
  private static final String OWNER = "owner";
  private static final String INCLUDE_DEPRECATED = "includeDeprecated";

  /** A search that leaves out deprecated images of other owners. */
  public ImageSearch(List<String> owners, Map<String, List<String>> filters) {
    this(owners, filters, false);
  }

  /** The search that lists deprecated images too. */
  public ImageSearch withDeprecated() {
    return new ImageSearch(owners, filters, true);
  }

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
    if (includeDeprecated) {
      text.add(INCLUDE_DEPRECATED + "=true");
    }
    return text.toString();
  }

  /** The image search that {@link #toKey} wrote. */
  public static ImageSearch fromKey(String text) {
    List<String> owners = new ArrayList<>();
    Map<String, List<String>> filters = new TreeMap<>();
    boolean includeDeprecated = false;
    for (String part : text.split("&")) {
      int equals = part.indexOf('=');
      String name = part.substring(0, equals);
      String value = urlDecode(part.substring(equals + 1));
      if (name.equals(OWNER)) {
        owners.add(value);
      } else if (name.equals(INCLUDE_DEPRECATED)) {
        includeDeprecated = true;
      } else {
        filters.computeIfAbsent(urlDecode(name.substring(1)), n -> new ArrayList<>()).add(value);
      }
    }
    return new ImageSearch(owners, filters, includeDeprecated);
  }

  private static String urlEncode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String urlDecode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
