package dev.amioperator.ec2;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A page of an EC2 listing; the last page has no token. */
public record Page<T>(List<T> items, Optional<String> nextToken) {
  public Page {
    items = List.copyOf(items);
  }

  /** The items of every page of an EC2 listing. */
  public static <T> List<T> all(Function<Optional<String>, Page<T>> fetch) {
    List<T> items = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      Page<T> page = fetch.apply(token);
      items.addAll(page.items());
      token = page.nextToken();
    } while (token.isPresent());
    return items;
  }
}
