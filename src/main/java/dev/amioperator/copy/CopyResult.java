package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.RequeuePolicy;
import dev.amioperator.reconcile.StatusUpdate;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The status after a reconcile, and the ready states that bound the requeue delay. */
record CopyResult(StatusUpdate<AmiCopyStatus> update, List<ReadyState> states) {
  CopyResult(StatusUpdate<AmiCopyStatus> update) {
    this(update, List.of());
  }

  static CopyResult of(
      CopyContext copy,
      ObservedSource source,
      List<RegionResult> regions,
      SourceGrantResult grants) {
    return new CopyResult(
        copy.statusFactory().of(copy, source, regions, grants),
        Stream.concat(regions.stream().map(RegionResult::readyState), grants.states().stream())
            .toList());
  }

  Duration requeueAfter(RequeuePolicy policy) {
    return Stream.concat(Stream.of(update.readyState()), states.stream())
        .map(policy::requeueAfter)
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }
}
