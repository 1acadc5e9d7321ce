package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.CopyGrant;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The grants on source images after a reconcile of an AmiCopy.
 *
 * @param toRecord the grants for the status
 * @param unused those of them that no copy needs any more
 * @param states of grants that are to be revoked; they bound the requeue delay
 */
record SourceGrantResult(
    List<CopyGrant> toRecord, List<CopyGrant> unused, List<ReadyState> states) {
  /** Why a grant stays although no copy needs it, if only a user can change that. */
  Optional<ReadyState> obstacle() {
    return states.stream()
        .filter(
            state ->
                state instanceof ReadyState.Stalled
                    || state instanceof ReadyState.Blocked && state.reason() == Reason.NotOwned)
        .findFirst();
  }

  /** Which accounts may still copy although the copies are available; empty if none. */
  String note() {
    return unused.stream()
        .map(
            grant ->
                " The permission of account %s to copy %s is being revoked."
                    .formatted(grant.accountId(), grant.imageId()))
        .distinct()
        .sorted()
        .collect(Collectors.joining());
  }
}
