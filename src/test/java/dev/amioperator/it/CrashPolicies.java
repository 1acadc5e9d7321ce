package dev.amioperator.it;

import dev.amioperator.api.v1alpha1.AllowSpec.AllowedRetention;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.PolicyAccount;
import dev.amioperator.it.CrashScenario.Count;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.Inventory;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SnapshotSeed;
import dev.amioperator.simulator.VolumeSeed;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Crash scenarios of retention policies, which create nothing: of two images, the older goes. */
final class CrashPolicies {
  private static final Set<String> STEPS =
      Set.of(TagKeys.DEPRECATION, TagKeys.PERMISSIONS, TagKeys.DISABLED);

  private static final String OLD_IMAGE = "ami-00000000000000001";
  private static final Duration ENFORCED = Duration.ofDays(10);

  static final List<CrashScenario> ALL =
      List.of(
          CrashScenario.of(
                  "policy that deprecates and disables a shared image",
                  (home, name) ->
                      policy(home, name, Map.of(), "{deprecate: 0d, disable: 0d, deregister: 30d}"),
                  Count.NOTHING,
                  new Count(2, 2, 0))
              .inRealTime()
              .until(
                  ec2 ->
                      ec2.images().stream()
                          .anyMatch(
                              image ->
                                  image.id().equals(OLD_IMAGE)
                                      && image.state().equals("disabled")
                                      // The last call of the step: the time of the next counts from
                                      // it.
                                      && image.tags().containsKey(TagKeys.DISABLED))),
          CrashScenario.of(
                  "policy that deregisters",
                  (home, name) ->
                      policy(
                          home,
                          name,
                          Map.of(TagKeys.UNKEPT_SINCE, daysAgo(ENFORCED.toDays()).toString()),
                          "{deregister: 3d}"),
                  Count.NOTHING,
                  new Count(1, 1, 0))
              .inRealTime()
              .withEdit(CrashPolicies::enforcedForDays)
              .until(ec2 -> ec2.images().size() == 1 && ec2.snapshots().size() == 1));

  private CrashPolicies() {}

  /** What the policies of a namespace may retire. */
  static AllowedRetention allowed(String namespace) {
    return new AllowedRetention(List.of(namespace), Map.of("family", "web"), null);
  }

  /** Whether an image has the tag of a step that can be undone. */
  static boolean stepTaken(Inventory.Item item) {
    return STEPS.stream().anyMatch(item.tags()::containsKey);
  }

  private static AmiRetentionPolicy policy(
      Seeds.SeedTarget home, String name, Map<String, String> tagsOfOld, String retire) {
    ImageSeed old = seed(home, OLD_IMAGE, 40).sharedWith(Manifests.FRIEND);
    for (Map.Entry<String, String> tag : tagsOfOld.entrySet()) {
      old = old.tagged(tag.getKey(), tag.getValue());
    }
    home.image(old);
    home.image(seed(home, "ami-00000000000000002", 1));
    AmiRetentionPolicy policy = new AmiRetentionPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withName(name).build());
    policy.setSpec(
        Manifests.read(
            """
            regions: [%s]
            select: {tags: {family: web}}
            keep: {newest: 1}
            retire: %s
            limits: {maxPercent: 100}
            mode: Enforce
            interval: 1h
            """
                .formatted(Manifests.HOME, retire),
            AmiRetentionPolicySpec.class));
    return policy;
  }

  /** An image and its snapshot as CreateImage makes them. */
  private static ImageSeed seed(Seeds.SeedTarget home, String imageId, int daysOld) {
    String snapshot =
        home.snapshot(
            SnapshotSeed.of(8)
                .withDescription("Created by CreateImage(i-0123456789abcdef0) for " + imageId));
    return ImageSeed.named("golden-" + daysOld)
        .withId(imageId)
        .createdAt(daysAgo(daysOld))
        .tagged("family", "web")
        .withVolumes(VolumeSeed.of("/dev/sda", 8).fromSnapshot(snapshot));
  }

  /**
   * Lets the policy have been enforced for days, as retention periods start no earlier. The edit of
   * the spec makes the operator evaluate it again.
   */
  private static void enforcedForDays(NamespaceableResource<HasMetadata> object) {
    PolicyAccount account = ((AmiRetentionPolicy) object.get()).getStatus().accounts().getFirst();
    PolicyAccount earlier =
        new PolicyAccount(
            account.accountRef(),
            account.accountId(),
            daysAgo(ENFORCED.toDays()).toString(),
            account.lastEnforced(),
            account.enforcedScope(),
            account.message());
    object
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"accounts\":[%s]}}".formatted(Manifests.json(earlier)));
    object.patch(
        PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"limits\":{\"maxImages\":5}}}");
  }

  private static Instant daysAgo(long days) {
    return Instant.now().minus(Duration.ofDays(days)).truncatedTo(ChronoUnit.SECONDS);
  }
}
