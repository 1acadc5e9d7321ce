package dev.amioperator.retention;

import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.retention.PermissionRecords.Recorded;
import dev.amioperator.retention.ReversibleSteps.Permissions;
import dev.amioperator.retention.ReversibleSteps.Unwanted;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Ready states of policies whose images have launch permissions that are not recorded, or lost. */
final class PermissionReadiness {
  private PermissionReadiness() {}

  /** An image is not disabled, as its launch permissions would be lost. */
  static ReadyState notRecorded(PlannedActions planned, String why) {
    return new ReadyState.Blocked(
        Reason.PermissionsNotRecorded,
        "%s in %s is not disabled, because its launch permissions would be lost: %s."
            .formatted(planned.purpose().imageId(), planned.accountRegion().region(), why),
        Requeue.STALLED);
  }

  /** The images that were enabled, and whose launch permissions cannot be restored. */
  static List<ReadyState> notRestored(Stream<Unwanted> unwanted, Permissions permissions) {
    return unwanted
        .filter(each -> each.steps().contains(RetireStep.DISABLE))
        .flatMap(
            each ->
                Optional.ofNullable(permissions.recorded().get(each.image().id())).stream()
                    .flatMap(recorded -> notRestored(each, recorded)))
        .toList();
  }

  private static Stream<ReadyState> notRestored(Unwanted unwanted, Recorded recorded) {
    String image = "%s in %s".formatted(unwanted.image().id(), unwanted.accountRegion().region());
    return switch (recorded) {
      case Recorded.Found found -> Stream.of();
      case Recorded.Lost(String configMap) ->
          Stream.of(
              new ReadyState.Stalled(
                  Reason.PermissionsLost,
                  ("%s is enabled but shared with no account: ConfigMap %s, the record of its launch"
                          + " permissions, is missing or altered. Share the image by hand, and"
                          + " remove its tags %s and %s.")
                      .formatted(image, configMap, TagKeys.PERMISSIONS, TagKeys.DISABLED)));
      case Recorded.Unreadable(String why) ->
          Stream.of(
              new ReadyState.Blocked(
                  Reason.PermissionsNotRestored,
                  "%s is enabled, but its launch permissions are not restored: %s."
                      .formatted(image, why),
                  Requeue.STALLED));
    };
  }
}
