package dev.amioperator.reconcile;

import dev.amioperator.ec2.Ec2CallException;
import java.util.Optional;

/**
 * What came of a plan.
 *
 * @param made the image that was made
 * @param moved whether there was anything to do, so that the next look will show something else
 * @param refused how a call failed, if one did
 */
public record Acted(
    Optional<String> made,
    boolean moved,
    Verdict verdict,
    Optional<Ec2CallException.ErrorClass> refused) {

  /** Nothing failed. */
  public Acted(Optional<String> made, boolean moved, Verdict verdict) {
    this(made, moved, verdict, Optional.empty());
  }

  /** A call failed, and what was to come after it was left out. */
  public static Acted refused(Ec2CallException failure) {
    return new Acted(
        Optional.empty(), true, Failures.verdict(failure), Optional.of(failure.errorClass()));
  }
}
