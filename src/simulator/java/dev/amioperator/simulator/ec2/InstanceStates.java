package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Instance;
import dev.amioperator.simulator.state.Instance.State;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusResponse;
import software.amazon.awssdk.services.ec2.model.InstanceState;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.InstanceStatusDetails;
import software.amazon.awssdk.services.ec2.model.RebootInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RebootInstancesResponse;
import software.amazon.awssdk.services.ec2.model.StartInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StartInstancesResponse;
import software.amazon.awssdk.services.ec2.model.StopInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StopInstancesResponse;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;

/**
 * StartInstances, StopInstances, RebootInstances, TerminateInstances and DescribeInstanceStatus.
 */
public final class InstanceStates {
  private static final Duration STATUS_CHECK_DURATION = Duration.ofSeconds(60);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private static final Filters<Instance> FILTERS =
      new Filters<Instance>()
          .onCall("instance-state-name", (call, instance) -> instance.state(call.now()).value())
          .onCall("instance-state-code", (call, instance) -> instance.state(call.now()).code())
          .onCall("instance-status.status", InstanceStates::statusCheck)
          .onCall("system-status.status", InstanceStates::statusCheck);

  /**
   * StartInstances.
   *
   * @throws dev.amioperator.simulator.state.ApiError {@code InvalidInstanceID.*}, {@code
   *     IncorrectInstanceState}
   */
  public StartInstancesResponse start(Call call, StartInstancesRequest request) {
    List<Instance> instances =
        find(call, request.instanceIds(), EnumSet.of(State.STOPPED, State.RUNNING, State.PENDING));
    return StartInstancesResponse.builder()
        .startingInstances(
            change(call, instances, EnumSet.of(State.STOPPED), State.PENDING, State.RUNNING))
        .build();
  }

  /** StopInstances. */
  public StopInstancesResponse stop(Call call, StopInstancesRequest request) {
    List<Instance> instances =
        find(call, request.instanceIds(), EnumSet.of(State.RUNNING, State.STOPPING, State.STOPPED));
    instances.forEach(instance -> checkStoppable(call, instance));
    instances.stream()
        .filter(instance -> instance.settings().disableApiStop())
        .forEach(instance -> refuse(instance, "stopped", "disableApiStop"));
    return StopInstancesResponse.builder()
        .stoppingInstances(
            change(call, instances, EnumSet.of(State.RUNNING), State.STOPPING, State.STOPPED))
        .build();
  }

  /** TerminateInstances; a terminated instance is no error. */
  public TerminateInstancesResponse terminate(Call call, TerminateInstancesRequest request) {
    List<Instance> instances = find(call, request.instanceIds(), EnumSet.allOf(State.class));
    instances.stream()
        .filter(instance -> instance.settings().disableApiTermination())
        .forEach(instance -> refuse(instance, "terminated", "disableApiTermination"));
    List<InstanceStateChange> changes =
        change(
            call,
            instances,
            EnumSet.complementOf(EnumSet.of(State.SHUTTING_DOWN, State.TERMINATED)),
            State.SHUTTING_DOWN,
            State.TERMINATED);
    instances.forEach(instance -> call.recordDeleted(instance.id()));
    instances.forEach(instance -> SpotRequests.relaunch(call, instance));
    return TerminateInstancesResponse.builder().terminatingInstances(changes).build();
  }

  /** RebootInstances. */
  public RebootInstancesResponse reboot(Call call, RebootInstancesRequest request) {
    List<Instance> instances = find(call, request.instanceIds(), EnumSet.of(State.RUNNING));
    call.checkDryRun();
    instances.forEach(instance -> instance.rebootedAt(call.now()));
    return RebootInstancesResponse.builder().build();
  }

  /** DescribeInstanceStatus: running instances by default. */
  public DescribeInstanceStatusResponse status(Call call, DescribeInstanceStatusRequest request) {
    Paging paging =
        new Paging(call, "DescribeInstanceStatus", request.maxResults(), request.nextToken())
            .requireMinResults(5)
            .rejectWithIds(request.instanceIds(), "instancesSet");
    NavigableMap<String, Instance> candidates = new TreeMap<>();
    request.instanceIds().forEach(id -> candidates.put(id, ResourceLookup.instance(call, id)));
    if (request.instanceIds().isEmpty()) {
      candidates.putAll(call.region().instances().ownedBy(call.accountId()));
    }
    if (!Boolean.TRUE.equals(request.includeAllInstances())) {
      candidates.values().removeIf(instance -> instance.state(call.now()) != State.RUNNING);
    }
    Paging.Page<Instance> page = paging.page(candidates, FILTERS.compile(call, request.filters()));
    return DescribeInstanceStatusResponse.builder()
        .instanceStatuses(page.items().stream().map(instance -> show(call, instance)).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static void refuse(Instance instance, String done, String attribute) {
    throw Ec2Errors.operationNotPermitted(
        "The instance '%s' may not be %s. Modify its '%s' instance attribute and try again."
            .formatted(instance.id(), done, attribute));
  }

  private static void checkStoppable(Call call, Instance instance) {
    if (instance.spotRequestId() != null
        && !call.region().spotRequests().get(instance.spotRequestId()).persistent()) {
      throw new ApiError(
          "UnsupportedOperation",
          "You can't stop the Spot Instance '"
              + instance.id()
              + "' because it is associated with a one-time Spot Instance request. You can only"
              + " stop Spot Instances associated with persistent Spot Instance requests.");
    }
  }

  private static List<Instance> find(Call call, List<String> ids, Set<State> allowed) {
    if (ids.isEmpty()) {
      throw Ec2Errors.missingParameter("InstanceId");
    }
    List<Instance> instances = new ArrayList<>();
    for (String id : ids) {
      Instance instance = ResourceLookup.instance(call, id);
      State state = instance.state(call.now());
      if (!allowed.contains(state)) {
        throw Ec2Errors.incorrectInstanceState(id, state.value());
      }
      instances.add(instance);
    }
    return instances;
  }

  private static List<InstanceStateChange> change(
      Call call, List<Instance> instances, Set<State> from, State through, State to) {
    call.checkDryRun();
    List<InstanceStateChange> changes = new ArrayList<>();
    for (Instance instance : instances) {
      State before = instance.state(call.now());
      if (from.contains(before)) {
        instance.settings().stateTransitionReason(reason(call, through));
        instance.scheduleState(through, call.now());
        instance.scheduleState(to, call.now().plus(call.timing().instanceChange()));
      }
      changes.add(
          InstanceStateChange.builder()
              .instanceId(instance.id())
              .previousState(show(before))
              .currentState(show(instance.state(call.now())))
              .build());
    }
    return changes;
  }

  private static String reason(Call call, State through) {
    return through == State.PENDING ? "" : "User initiated (" + TIME.format(call.now()) + " GMT)";
  }

  private static InstanceState show(State state) {
    return InstanceState.builder().code(state.code()).name(state.value()).build();
  }

  private static InstanceStatus show(Call call, Instance instance) {
    String check = statusCheck(call, instance);
    return InstanceStatus.builder()
        .instanceId(instance.id())
        .availabilityZone(new InstanceNetworks(call, instance).zone())
        .operator(operator -> operator.managed(false))
        .instanceState(show(instance.state(call.now())))
        .instanceStatus(summary -> summary.status(check).details(details(check)))
        .systemStatus(summary -> summary.status(check).details(details(check)))
        .attachedEbsStatus(ebs -> ebs.status(check))
        .build();
  }

  private static List<InstanceStatusDetails> details(String check) {
    return check.equals("not-applicable")
        ? null
        : List.of(
            InstanceStatusDetails.builder()
                .name("reachability")
                .status(check.equals("ok") ? "passed" : check)
                .build());
  }

  /** Whether the status checks pass: some time after an instance starts or reboots. */
  private static String statusCheck(Call call, Instance instance) {
    if (instance.state(call.now()) != State.RUNNING) {
      return "not-applicable";
    }
    Instant up = instance.stateSince(call.now());
    Instant reboot = instance.rebootedAt();
    Instant last = reboot != null && reboot.isAfter(up) ? reboot : up;
    return call.now().isBefore(last.plus(STATUS_CHECK_DURATION)) ? "initializing" : "ok";
  }
}
