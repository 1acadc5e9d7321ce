package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.CopyGrant;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.List;
import java.util.Optional;

/**
 * The grants on source images after a reconcile of an AmiCopy.
 *
 * @param toRecord the grants for the status
 * @param states of grants that are to be revoked; they bound the requeue delay
 */
record SourceGrantResult(List<CopyGrant> toRecord, List<ReadyState> states) {
  /** The grants of a reconcile that decided nothing about them. */
  static SourceGrantResult unchanged(List<CopyGrant> recorded) {
    return new SourceGrantResult(recorded, List.of());
  }

  /** Why a grant stays although no copy needs it, if only a user can change that. */
  Optional<ReadyState> obstacle() {
    return states.stream()
        .filter(
            state ->
                state instanceof ReadyState.Stalled
                    || state instanceof ReadyState.Blocked && state.reason() == Reason.NotOwned)
        .findFirst();
  }
}
