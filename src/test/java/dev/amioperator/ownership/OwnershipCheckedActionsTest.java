package dev.amioperator.ownership;

import static dev.amioperator.testing.Ec2Fixtures.ACCOUNT;
import static dev.amioperator.testing.Ec2Fixtures.withTag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.ActionResult;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ec2.InstanceAction;
import dev.amioperator.ec2.KmsAction;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ec2.UsageReportAction;
import dev.amioperator.ec2.aws.AwsBuildInstances;
import dev.amioperator.ec2.aws.AwsReads;
import dev.amioperator.ec2.aws.RateLimiter;
import dev.amioperator.ownership.Owner.Role;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.Journal;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.BeforeNextCall;
import dev.amioperator.testing.Ec2Tags;
import dev.amioperator.testing.SimulatedClients;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Every AWS action on an EC2 resource is executed for the owner in the resource's tags only. */
class OwnershipCheckedActionsTest {
  private static final AccountRegion HERE = new AccountRegion("default", ACCOUNT, "eu-west-1");
  private static final AccountRegion TWIN = new AccountRegion("twin", ACCOUNT, "eu-west-1");
  private static final Owner OWNER = new Owner(new ClusterId("c1"), "AmiImage/images/web-42");
  private static final Map<String, String> OWN = OWNER.tags(Role.BUILDER, "source");
  private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
  private static final LaunchPermissions NO_PERMISSIONS = LaunchPermissions.NONE;

  private final SimulatedCloud cloud = SimulatedCloud.create(SimulatedClock.steppedFrom(START));
  private final SimulatedClients clients = new SimulatedClients(cloud, Caller.of(ACCOUNT));
  private final RateLimiter limits = new RateLimiter(cloud.clock());
  private final Ec2Client ec2 = clients.ec2("default", "eu-west-1");
  private final List<AwsAction> executed = new ArrayList<>();
  private final OwnedActions actions = actions(new AwsReads(clients, limits));

  private OwnedActions actions(Ec2Reads reads) {
    return new OwnershipCheckedActions(
        (accountRegion, action) -> {
          executed.add(action);
          return ActionResult.EMPTY;
        },
        reads,
        new AwsBuildInstances(clients, limits),
        cloud.clock(),
        Duration.ZERO);
  }

  /** The ids of an image, its snapshot, a Spot Instance and its request. */
  private record Ids(String image, String snapshot, String instance, String spotRequest) {}

  private interface ActionOn {
    AwsAction of(Ids ids);
  }

  private final String imageId = seedImage();
  private final Ids ids = ids();

  /** Every action that changes a resource which exists. */
  private List<AwsAction> changes() {
    return Stream.<ActionOn>of(
            on -> new ImageAction.DeregisterImage(on.image, true),
            on -> new ImageAction.DisableImage(on.image),
            on -> new ImageAction.DisableImageDeregistrationProtection(on.image),
            on -> new ImageAction.DisableFastLaunch(on.image),
            on -> new ImageAction.ModifyLaunchPermissions(on.image, NO_PERMISSIONS, NO_PERMISSIONS),
            on -> new ImageAction.RequireImdsV2(on.image),
            on -> new ImageAction.SetDescription(on.image, "text"),
            on -> new ImageAction.EnableImageDeprecation(on.image, START),
            on -> new ImageAction.DisableImageDeprecation(on.image),
            on -> new ImageAction.EnableImageDeregistrationProtection(on.image, true),
            on -> new ImageAction.EnableImage(on.image),
            on -> new ImageAction.EnableFastLaunch(on.image, FastLaunch.Settings.UNSPECIFIED),
            on -> new UsageReportAction.CreateImageUsageReport(on.image, "token", Map.of()),
            on -> new SnapshotAction.DeleteSnapshot(on.snapshot),
            on -> new SnapshotAction.ModifySnapshotAttribute(on.snapshot, Set.of("all"), Set.of()),
            on -> new InstanceAction.TerminateInstances(on.instance),
            on -> new InstanceAction.CancelSpotInstanceRequests(on.spotRequest),
            on -> new TagAction.CreateTags(List.of(on.image, on.snapshot), Map.of("a", "b")),
            on -> new TagAction.DeleteTags(List.of(on.image, on.snapshot), Set.of("a")))
        .map(action -> action.of(ids))
        .toList();
  }

  /** Actions without a resource whose tags EC2 shows. */
  private static final Set<Class<?>> UNCHECKED =
      Set.of(
          ImageCreationAction.CreateImage.class,
          ImageCreationAction.RegisterImageFromSnapshot.class,
          ImageCreationAction.RegisterImageFromManifest.class,
          ImageCreationAction.CreateRestoreImageTask.class,
          ImageCreationAction.CopyImage.class,
          InstanceAction.RunInstances.class,
          ImageAction.RestoreImageFromRecycleBin.class,
          SnapshotAction.RestoreSnapshotFromRecycleBin.class);

  @Test
  void coversEveryAction() {
    Set<Class<?>> known = changes().stream().map(Object::getClass).collect(Collectors.toSet());
    known.addAll(UNCHECKED);
    known.addAll(leaves(KmsAction.class).toList()); // OwnedGrantsTest
    known.add(UsageReportAction.DeleteImageUsageReport.class); // OwnedUsageReportsTest

    assertThat(known).isEqualTo(leaves(AwsAction.class).collect(Collectors.toSet()));
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(part -> leaves(part))
        : Stream.of(type);
  }

  @Test
  void executesActionsOfOwner() {
    setTags(OWN);

    for (AwsAction action : changes()) {
      actions.execute(HERE, OWNER, action);
    }
    assertThat(executed).isEqualTo(changes());
  }

  static List<Map<String, String>> tagsOfOthers() {
    return List.of(
        with(TagKeys.CLUSTER, "c2"),
        with(TagKeys.RESOURCE, "AmiImage/other/web-42"),
        with(TagKeys.RESOURCE, "AmiImage/images/web-41"),
        with(TagKeys.RESOURCE, "AmiCopy/images/web-42"),
        with(TagKeys.MADE_AS, ACCOUNT + "/us-east-1/web"),
        Map.of(TagKeys.ROLE, Role.BUILDER.value(), TagKeys.CLUSTER, "c1"),
        Map.of());
  }

  @ParameterizedTest
  @MethodSource("tagsOfOthers")
  void refusesActionsOnResourceOfOthers(Map<String, String> tags) {
    setTags(tags);

    for (AwsAction action : changes()) {
      if (!(action instanceof InstanceAction && tags.containsKey(TagKeys.MADE_AS))) {
        assertThatThrownBy(() -> actions.execute(HERE, OWNER, action))
            .as(action.toString())
            .isInstanceOfSatisfying(
                Ec2CallException.class,
                refusal -> assertThat(refusal.errorClass()).isEqualTo(ErrorClass.NOT_OWNED))
            .hasMessageNotContaining("other/web-42");
      }
    }
    assertThat(executed).isEmpty();
  }

  @Test
  void namesClusterAndObjectOfNamespaceOnly() {
    AwsAction action = new ImageAction.DisableImage(imageId);

    setTags(with(TagKeys.CLUSTER, "c2"));
    assertThat(refusal(OWNER, action).getMessage())
        .contains(imageId + " belongs to an object of the cluster c2");
    setTags(with(TagKeys.RESOURCE, "AmiImage/images/web-41"));
    assertThat(refusal(OWNER, action).getMessage())
        .contains(imageId + " belongs to AmiImage web-41 in this namespace");
  }

  /** A build instance of the same object is none of its images. */
  @Test
  void terminatesInstancesWithRoleOfBuilderOnly() {
    setTags(with(TagKeys.ROLE, "image"));

    AwsAction action = new InstanceAction.TerminateInstances(ids.instance);
    assertThat(refusal(OWNER, action).errorClass()).isEqualTo(ErrorClass.NOT_OWNED);
  }

  @Test
  void takesOverResourcesWithoutOwner() {
    setTags(Map.of());
    AwsAction takeOver =
        new TagAction.CreateTags(List.of(ids.image, ids.snapshot), OWNER.tags(Role.IMAGE, "s"));
    actions.execute(HERE, OWNER, takeOver);
    assertThat(executed).containsExactly(takeOver);

    for (Map<String, String> tags :
        List.of(
            with(TagKeys.CLUSTER, "c2"),
            with(TagKeys.RESOURCE, "AmiImage/other/web-42"),
            Map.of(TagKeys.CLUSTER, "c2"))) {
      setTags(tags);
      assertThat(refusal(OWNER, takeOver).errorClass()).isEqualTo(ErrorClass.NOT_OWNED);
    }
    assertThat(executed).hasSize(1);
  }

  @Test
  void restoresLostTags() {
    setTags(Map.of(TagKeys.CLUSTER, "c1"));

    actions.execute(HERE, OWNER, new TagAction.CreateTags(List.of(imageId), OWN));
    assertThat(executed).hasSize(1);
  }

  @Test
  void neverWritesTagsOfAnotherOwner() {
    setTags(Map.of());
    Owner other = new Owner(new ClusterId("c1"), "AmiImage/images/other");

    assertThat(
            refusal(OWNER, new TagAction.CreateTags(List.of(imageId), other.tags(Role.IMAGE, ""))))
        .hasMessageContaining("bug in the operator");
    assertThat(executed).isEmpty();
  }

  @Test
  void executesNothingWhenTagsAreUnknown() {
    setTags(OWN);
    for (String read : List.of("DescribeImages", "DescribeSnapshots", "DescribeInstances")) {
      cloud.faults().refuse(read, "UnauthorizedOperation", 100);
    }

    for (AwsAction action : changes()) {
      assertThat(refusal(OWNER, action).errorClass())
          .as(action.toString())
          .isEqualTo(ErrorClass.DENIED);
    }
    assertThat(executed).isEmpty();
  }

  /** EC2 may not list what it has just created: the next reconcile tries again. */
  @Test
  void waitsForResourcesThatEc2DoesNotList() {
    String missing = "ami-0000000000000dead";
    AwsAction deregister = new ImageAction.DeregisterImage(missing, false);
    assertThat(refusal(OWNER, deregister).errorClass()).isEqualTo(ErrorClass.WRONG_STATE);
    assertThat(refusal(OWNER, new TagAction.CreateTags(List.of(missing), OWN)).errorClass())
        .isEqualTo(ErrorClass.WRONG_STATE);

    String gone = "snap-0000000000000dead";
    assertThat(actions.execute(HERE, OWNER, new SnapshotAction.DeleteSnapshot(gone)))
        .isEqualTo(ActionResult.EMPTY);
    assertThat(executed).isEmpty();
  }

  /** Attributes of an image are set one after the other. */
  @Test
  void sharesReadAmongChangesThatCanBeUndone() {
    setTags(OWN);
    long before = cloud.journal().lastSequence();

    actions.execute(HERE, OWNER, new ImageAction.SetDescription(imageId, "text"));
    actions.execute(TWIN, OWNER, new ImageAction.DisableImageDeprecation(imageId));
    assertThat(reads(before)).hasSize(1);
    actions.execute(HERE, OWNER, new ImageAction.DisableImage(imageId));
    actions.execute(
        HERE,
        OWNER,
        new ImageAction.ModifyLaunchPermissions(imageId, NO_PERMISSIONS, NO_PERMISSIONS));
    assertThat(reads(before)).hasSize(3);
    cloud.clock().step(Duration.ofSeconds(6));
    actions.execute(HERE, OWNER, new ImageAction.SetDescription(imageId, "text"));
    assertThat(reads(before)).hasSize(4);
  }

  @Test
  void forgetsReadWhenTagsChange() {
    setTags(Map.of());
    actions.execute(HERE, OWNER, new TagAction.CreateTags(List.of(imageId), OWN));
    setTags(OWN);
    actions.execute(TWIN, OWNER, new ImageAction.SetDescription(imageId, "text"));
    assertThat(executed).hasSize(2);
  }

  /** What is being read while the tags change may be from before. */
  @Test
  void forgetsReadUnderWayWhenTagsChange() {
    setTags(OWN);
    cloud.interceptor(
        new BeforeNextCall(
            "DescribeImages",
            () -> {
              cloud.clock().step(Duration.ofMillis(1));
              actions.execute(HERE, OWNER, new TagAction.CreateTags(List.of(imageId), OWN));
            }));
    long before = cloud.journal().lastSequence();

    actions.execute(HERE, OWNER, new ImageAction.SetDescription(imageId, "text"));
    int reads = reads(before).size();
    actions.execute(HERE, OWNER, new ImageAction.SetDescription(imageId, "text"));

    assertThat(reads(before)).hasSize(reads + 1);
  }

  /** An image moves to the next page while pages are read. */
  @Test
  void takesImageOnTwoPagesForOne() {
    setTags(OWN);
    Ec2Reads twice =
        (Ec2Reads)
            Proxy.newProxyInstance(
                Ec2Reads.class.getClassLoader(),
                new Class<?>[] {Ec2Reads.class},
                (proxy, method, arguments) -> {
                  Object answer = method.invoke(new AwsReads(clients, limits), arguments);
                  return method.getName().equals("images") ? doubled((Page<?>) answer) : answer;
                });

    actions(twice).execute(HERE, OWNER, new TagAction.CreateTags(List.of(imageId), OWN));

    assertThat(executed).hasSize(1);
  }

  private static <T> Page<T> doubled(Page<T> page) {
    return new Page<>(
        Stream.concat(page.items().stream(), page.items().stream()).toList(), page.nextToken());
  }

  private List<Journal.Entry> reads(long after) {
    return cloud.journal().entriesAfter(after).stream()
        .filter(call -> call.action().equals("DescribeImages"))
        .toList();
  }

  private Ec2CallException refusal(Owner owner, AwsAction action) {
    return catchThrowableOfType(Ec2CallException.class, () -> actions.execute(HERE, owner, action));
  }

  private static Map<String, String> with(String key, String value) {
    return withTag(OWN, key, value);
  }

  private void setTags(Map<String, String> tags) {
    Ec2Tags.replace(ec2, tags, ids.image, ids.snapshot, ids.instance, ids.spotRequest);
  }

  private String seedImage() {
    return cloud.seeds().target(ACCOUNT, "eu-west-1").image(ImageSeed.named("web"));
  }

  private Ids ids() {
    var instance =
        ec2.runInstances(
                r ->
                    r.imageId(imageId)
                        .minCount(1)
                        .maxCount(1)
                        .instanceMarketOptions(m -> m.marketType("spot")))
            .instances()
            .getFirst();
    String snapshot =
        ec2.describeImages(r -> r.imageIds(imageId))
            .images()
            .getFirst()
            .blockDeviceMappings()
            .getFirst()
            .ebs()
            .snapshotId();
    return new Ids(imageId, snapshot, instance.instanceId(), instance.spotInstanceRequestId());
  }
}
