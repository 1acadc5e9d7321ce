package dev.amioperator.ec2;

import java.util.List;
import java.util.Optional;

/** One page of an answer; the last one has no token. */
public record Page<T>(List<T> items, Optional<String> nextToken) {
  public Page {
    items = List.copyOf(items);
  }
}
