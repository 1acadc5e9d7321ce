package dev.amioperator.reconcile;

import dev.amioperator.api.v1alpha1.ConditionedStatus;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;

/** The last step of each reconcile: status, event, and when to look again. */
@ApplicationScoped
public class Reporter {
  /** The object changed while it was reconciled. */
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final StatusPatch statusPatch;
  private final Happenings happenings;
  private final Rhythm rhythm;

  Reporter(StatusPatch statusPatch, Happenings happenings, Rhythm rhythm) {
    this.statusPatch = statusPatch;
    this.happenings = happenings;
    this.rhythm = rhythm;
  }

  /**
   * Writes the status if it is another one, tells of a new reason, and says when to look again.
   *
   * @param fresh makes an empty object of the kind
   */
  public <S extends ConditionedStatus, R extends CustomResource<?, S>> Duration report(
      R resource, Outcome<S> outcome, Supplier<R> fresh, Context<R> context) {
    boolean same = statusPatch.write(resource, outcome.status(), fresh, context);
    happenings.tell(resource, outcome.verdict());
    return same ? rhythm.after(outcome.verdict()) : AT_ONCE;
  }
}
