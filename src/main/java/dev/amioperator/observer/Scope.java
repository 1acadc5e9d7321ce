package dev.amioperator.observer;

import dev.amioperator.ownership.Owner;
import java.util.Optional;

/**
 * The writes to EC2 that make earlier answers stale: those for an owner, or none.
 *
 * @param owner the value of the tag {@code amioperator.dev/resource}
 */
public record Scope(Optional<String> owner) {
  /** What concerns a whole region, such as its inventory: no write makes it stale. */
  public static final Scope WHOLE_REGION = new Scope(Optional.empty());

  /** Answers from before a write to EC2 for this owner are stale. */
  public static Scope of(Owner owner) {
    return ownedBy(owner.resource());
  }

  /** The same, by the value of the owner's tag on its EC2 resources. */
  public static Scope ownedBy(String resource) {
    return new Scope(Optional.of(resource));
  }
}
