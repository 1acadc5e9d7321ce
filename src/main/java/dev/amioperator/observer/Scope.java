package dev.amioperator.observer;

import dev.amioperator.ownership.Owner;
import java.util.Optional;

/**
 * The EC2 writes that make earlier answers stale: those for an owner, or none.
 *
 * @param owner the value of the tag {@code amioperator.dev/resource}
 */
public record Scope(Optional<String> owner) {
  /** The scope of a region's answers, such as its inventory: no write makes them stale. */
  public static final Scope WHOLE_REGION = new Scope(Optional.empty());

  /** The scope in which EC2 writes for an owner make earlier answers stale. */
  public static Scope of(Owner owner) {
    return ownedBy(owner.resource());
  }

  /** The scope of an owner, by the value of its tag on EC2 resources. */
  public static Scope ownedBy(String resource) {
    return new Scope(Optional.of(resource));
  }
}
