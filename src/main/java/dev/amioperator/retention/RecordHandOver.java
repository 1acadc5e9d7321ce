package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Hands the records of disabled images over to the policies that still want them disabled, before a
 * deleted policy is gone with its ConfigMaps.
 */
@ApplicationScoped
class RecordHandOver {
  private final PermissionRecords records;
  private final PolicyConfigMapAccess access;
  private final ClusterId cluster;

  RecordHandOver(PermissionRecords records, PolicyConfigMapAccess access, ClusterId cluster) {
    this.records = records;
    this.access = access;
    this.cluster = cluster;
  }

  /** Whether records can be handed over to a policy; if not, its images are restored first. */
  boolean possible(EffectivePolicy to) {
    return to.enforce() && access.granted(to.accounts().namespace());
  }

  /**
   * Copies the records.
   *
   * @param policies the deleted policy, then the others
   * @param others by their name as an owner
   * @return what prevents it; empty: all are copied
   */
  Optional<ReadyState> handOver(
      List<AmiRetentionPolicy> policies,
      Map<String, EffectivePolicy> others,
      Map<AccountRegion, List<Image>> inventory) {
    try {
      inventory.forEach(
          (region, images) ->
              images.stream()
                  .filter(image -> ImageDisabling.marked(image, cluster))
                  .forEach(image -> handOver(policies, others, region, image)));
      return Optional.empty();
    } catch (PolicyConfigMaps.UnavailableException unavailable) {
      return Optional.of(
          new ReadyState.Blocked(
              Reason.PermissionsNotRecorded,
              "Another policy keeps images disabled, and their launch permissions are not handed"
                  + " over to it: %s.".formatted(unavailable.getMessage()),
              Requeue.STALLED));
    }
  }

  private void handOver(
      List<AmiRetentionPolicy> policies,
      Map<String, EffectivePolicy> others,
      AccountRegion region,
      Image image) {
    Stream<AmiRetentionPolicy> heirs =
        policies.stream()
            .skip(1)
            .filter(
                policy ->
                    Optional.ofNullable(others.get(Owner.of(cluster, policy).resource()))
                        .filter(this::possible)
                        .filter(other -> other.selects(region, image))
                        .isPresent());
    PermissionsTag.of(image)
        .ifPresent(
            tag ->
                heirs.forEach(heir -> records.handOver(policies, heir, region, image.id(), tag)));
  }
}
