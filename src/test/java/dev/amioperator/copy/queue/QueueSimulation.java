package dev.amioperator.copy.queue;

import static dev.amioperator.copy.queue.QueueFixtures.CLUSTER;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageCreationAction.CopyImage;
import dev.amioperator.ec2.aws.AwsActionDispatcher;
import dev.amioperator.ec2.aws.AwsBuildInstances;
import dev.amioperator.ec2.aws.AwsReads;
import dev.amioperator.ec2.aws.AwsSsm;
import dev.amioperator.ec2.aws.RateLimiter;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.ObserverIntervals;
import dev.amioperator.observer.OwnedResourceQueries;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Scope;
import dev.amioperator.observer.SharedObserver;
import dev.amioperator.ownership.OwnedActions;
import dev.amioperator.ownership.Owner.Role;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.VolumeSeed;
import dev.amioperator.testing.SimulatedClients;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Objects that copy images through the queue, in a simulated EC2 region. */
final class QueueSimulation {
  static final AccountRegion REGION = new AccountRegion("default", "123456789012", "us-east-1");
  private static final String SOURCE_REGION = "eu-west-1";
  private static final Duration WAKE_LATENCY = Duration.ofMillis(100);
  private static final Duration CALL_LATENCY = Duration.ofMillis(400);
  private static final Duration THROTTLED_PAUSE = Duration.ofSeconds(10);

  final QueueTime time = new QueueTime();
  final SimulatedCloud cloud = SimulatedCloud.create(time.clock());
  private final SimulatedClients clients =
      new SimulatedClients(cloud, Caller.of(REGION.accountId()));
  private final Map<ResourceID, SimulatedObject> objects = new LinkedHashMap<>();
  final List<Instant> quotaErrors = new ArrayList<>();
  final List<String> completed = new ArrayList<>();
  int quota = 300;
  int mostInFlight;
  private int ownCalls;
  CopyQueue queue;
  SharedObserver observer;
  private OwnedActions actions;

  /** An object and the image that it copies. */
  private record SimulatedObject(CopyRequest request, String sourceImageId) {}

  QueueSimulation() {
    start();
  }

  /** Starts the operator without any memory. */
  void start() {
    time.forgetTasks();
    RateLimiter limits = new RateLimiter(time);
    observer =
        new SharedObserver(
            new AwsReads(clients, limits),
            new AwsSsm(clients, limits),
            new AwsBuildInstances(clients, limits),
            CLUSTER,
            time,
            time,
            new ObserverIntervals(
                Duration.ofMinutes(2),
                Duration.ofMinutes(10),
                Duration.ofMillis(200),
                Duration.ofSeconds(1)),
            region -> List.of());
    AwsActionDispatcher dispatcher = new AwsActionDispatcher(clients, limits);
    actions =
        observer.invalidatingReads((region, claim, action) -> dispatcher.execute(region, action));
    queue = new CopyQueue(observer, time, time, CLUSTER, CopyQueueIntervals.DEFAULT);
    queue.addListener((destination, object) -> wake(objects.get(object)));
    objects.values().forEach(this::wake);
  }

  /** Adds an object that copies an image with these volumes, and reconciles it. */
  void add(String namespace, String name, int... volumesGib) {
    String source =
        cloud
            .seeds()
            .target(REGION.accountId(), SOURCE_REGION)
            .image(ImageSeed.named(namespace + "-" + name).withVolumes(volumes(volumesGib)));
    CopyRequest request =
        QueueFixtures.request(
            namespace,
            name,
            "",
            time.instant(),
            volumesGib.length,
            IntStream.of(volumesGib).sum(),
            quota);
    SimulatedObject object = new SimulatedObject(request, source);
    objects.put(request.object().id(), object);
    wake(object);
  }

  private static VolumeSeed[] volumes(int... sizes) {
    VolumeSeed[] seeds = new VolumeSeed[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      seeds[i] = VolumeSeed.of("/dev/xvd" + (char) ('a' + i), sizes[i]);
    }
    return seeds;
  }

  private void wake(SimulatedObject object) {
    if (object != null) {
      time.schedule(WAKE_LATENCY, () -> reconcile(object));
    }
  }

  private void reconcile(SimulatedObject object) {
    if (queue.progress(REGION, object.request.object().uid(), "").isPresent()) {
      return;
    }
    String owner = object.request.object().owner().resource();
    switch (observer.get(
        REGION,
        Scope.ownedBy(owner),
        OwnedResourceQueries.byOwner(owner),
        time.instant().minusSeconds(4))) {
      case Observation.Known<OwnedResources>(OwnedResources owned, Instant at) ->
          owned.images().stream()
              .findFirst()
              .ifPresentOrElse(image -> found(object, image), () -> requestSlot(object));
      case Observation.Pending<OwnedResources> pending ->
          time.schedule(Duration.ofMillis(250), () -> reconcile(object));
      case Observation.Failed<OwnedResources> failed ->
          time.schedule(Duration.ofSeconds(10), () -> reconcile(object));
    }
  }

  private void found(SimulatedObject object, Image image) {
    if (image.state() == Image.State.PENDING) {
      queue.started(object.request, image.id(), image.created().orElse(time.instant()));
    } else if (!completed.contains(object.request.key())) {
      completed.add(object.request.key());
      queue.finished(REGION, image.id(), image.state() == Image.State.AVAILABLE);
    }
  }

  private void requestSlot(SimulatedObject object) {
    if (queue.request(object.request) instanceof CopyDecision.Admitted) {
      time.schedule(CALL_LATENCY.dividedBy(2), () -> copy(object));
    }
  }

  private void copy(SimulatedObject object) {
    try {
      String id =
          actions
              .execute(
                  REGION,
                  object.request.object().owner(),
                  new CopyImage(
                      object.request.object().id().getName() + object.request.key(),
                      "",
                      SOURCE_REGION,
                      object.sourceImageId,
                      object.request.key(),
                      Optional.empty(),
                      Optional.empty(),
                      object.request.object().owner().tags(Role.COPY, "hash")))
              .createdImageId()
              .orElseThrow();
      mostInFlight = Math.max(mostInFlight, pending());
      Instant at = time.instant();
      time.schedule(CALL_LATENCY.dividedBy(2), () -> queue.started(object.request, id, at));
    } catch (Ec2CallException failure) {
      time.schedule(CALL_LATENCY.dividedBy(2), () -> failed(object, failure));
    }
  }

  private void failed(SimulatedObject object, Ec2CallException failure) {
    if (failure.errorClass() == ErrorClass.QUOTA) {
      quotaErrors.add(time.instant());
    }
    queue.callFailed(object.request, failure);
    if (failure.errorClass() != ErrorClass.QUOTA) {
      time.schedule(THROTTLED_PAUSE, () -> reconcile(object));
    }
  }

  /** Starts copies that no object of this cluster requested. */
  void copyByOthers(int count) {
    String source =
        cloud.seeds().target(REGION.accountId(), SOURCE_REGION).image(ImageSeed.named("other"));
    for (int i = 0; i < count; i++) {
      String name = "other-" + i;
      clients
          .ec2("default", REGION.region())
          .copyImage(r -> r.sourceRegion(SOURCE_REGION).sourceImageId(source).name(name));
    }
  }

  void addImagesOfOthers(int count) {
    var account = cloud.seeds().target(REGION.accountId(), REGION.region());
    IntStream.range(0, count).forEach(i -> account.image(ImageSeed.named("other-" + i)));
  }

  /** The images that EC2 is copying into the region. */
  int pending() {
    return (int) images().filter(image -> image.stateAsString().equals("pending")).count();
  }

  Stream<software.amazon.awssdk.services.ec2.model.Image> images() {
    ownCalls++;
    return clients
        .ec2("default", REGION.region())
        .describeImages(r -> r.owners("self"))
        .images()
        .stream();
  }

  /** Runs until every object has its image; how long that took. */
  Duration runToEnd(Duration atMost) {
    Instant start = time.instant();
    time.runUntil(() -> completed.size() == objects.size(), atMost);
    return Duration.between(start, time.instant());
  }

  /** EC2 calls in the journal, by action, without those of the test itself. */
  Map<String, Long> calls() {
    Map<String, Long> calls = new HashMap<>(cloud.journal().counts());
    calls.merge("DescribeImages", -(long) ownCalls, Long::sum);
    return calls;
  }

  Optional<QueueState> state() {
    return Optional.ofNullable(queue.states().get(QueueDestination.of(REGION)));
  }
}
