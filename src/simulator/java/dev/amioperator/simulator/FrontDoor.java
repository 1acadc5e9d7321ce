package dev.amioperator.simulator;

import dev.amioperator.simulator.Interceptor.Intercepted;
import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Maturing;
import dev.amioperator.simulator.state.Region;
import dev.amioperator.simulator.state.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.DefaultAwsResponseMetadata;
import software.amazon.awssdk.awscore.util.AwsHeader;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Every call comes in here: it meets the faults, then its action, one call at a time, and is
 * written into the journal whatever became of it.
 */
final class FrontDoor {
  private final World world;
  private final SimulatedClock clock;
  private final Journal journal;
  private final Faults faults;
  private final Throttling throttling;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Interceptor interceptor = new Interceptor() {};

  FrontDoor(
      World world, SimulatedClock clock, Journal journal, Faults faults, Throttling throttling) {
    this.world = world;
    this.clock = clock;
    this.journal = journal;
    this.faults = faults;
    this.throttling = throttling;
  }

  void interceptor(Interceptor next) {
    interceptor = next;
  }

  /** What became of a call so far. */
  private static final class Course {
    private boolean loseAnswer;
    private Maturing.Failure laterFailure;
    private String error;
    private String fault;
    private List<String> created = List.of();
    private List<String> deleted = List.of();
  }

  /** Serves one call, from the fault rules to the journal. */
  <S extends AwsResponse> S serve(
      Service service,
      Caller caller,
      String region,
      String action,
      SdkRequest request,
      Function<Call, S> body) {
    String requestId = world.ids().nextUuid();
    String parameters = parameters(request);
    Course course = new Course();
    Intercepted call = new Intercepted(caller, region, service.word(), action);
    try {
      intercept(course, "connection-reset", () -> interceptor.before(call));
      meetFaults(course, service, faults.strike(action, caller, region, parameters), region);
      throttling.take(service, caller.accountId(), region, action, request, clock.instant());
      S answer = act(course, service, caller, region, action, request, body);
      intercept(course, "answer-lost", () -> interceptor.after(call));
      if (course.loseAnswer) {
        throw new ConnectionLost("The connection broke before the answer to " + action + " came");
      }
      return stamped(answer, requestId);
    } catch (ApiError refusal) {
      course.error = refusal.code();
      throw service.exception(refusal, requestId);
    } finally {
      journal.write(
          clock.instant(),
          caller,
          region,
          service.word(),
          action,
          requestId,
          Journal.cut(parameters),
          course.error,
          course.fault,
          course.created,
          course.deleted);
    }
  }

  /** Runs something that reads or changes the world while no call is being served. */
  <T> T exclusively(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private static void intercept(Course course, String fault, Runnable stop) {
    try {
      stop.run();
    } catch (ConnectionLost cut) {
      course.fault = fault;
      throw cut;
    }
  }

  private void meetFaults(
      Course course, Service service, List<Faults.Effect> effects, String region) {
    for (Faults.Effect effect : effects) {
      switch (effect) {
        case Faults.Effect.Refuse(String code, String message, int status) -> {
          course.fault = "refused";
          throw new ApiError(code, message, status);
        }
        case Faults.Effect.Throttle() -> {
          course.fault = "throttled";
          throw service.wording().throttled();
        }
        case Faults.Effect.ResetConnection() -> {
          course.fault = "connection-reset";
          throw new ConnectionLost("Connection reset");
        }
        case Faults.Effect.Outage() -> {
          course.fault = "outage";
          throw new ConnectionLost("No route to region " + region);
        }
        case Faults.Effect.Latency latency -> {
          course.fault = "latency";
          pass(latency);
        }
        case Faults.Effect.LoseAnswer() -> {
          course.fault = "answer-lost";
          course.loseAnswer = true;
        }
        case Faults.Effect.FailLater(String code, String message) -> {
          course.fault = "fails-later";
          course.laterFailure = new Maturing.Failure(code, message);
        }
      }
    }
  }

  private void pass(Faults.Effect.Latency latency) {
    try {
      clock.pass(latency.duration());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectionLost("The call was interrupted");
    }
  }

  private <S> S act(
      Course course,
      Service service,
      Caller caller,
      String regionName,
      String action,
      SdkRequest request,
      Function<Call, S> body) {
    lock.lock();
    try {
      Instant now = clock.instant();
      Region region = world.region(regionName).orElseThrow();
      region.catchUp(now, world.timing().lingering());
      boolean dryRun = request.getValueForField("DryRun", Boolean.class).orElse(false);
      Call call =
          new Call(
              world,
              region,
              service.wording(),
              service.word() + ":" + action,
              caller.accountId(),
              caller.principalArn(),
              now,
              dryRun,
              course.laterFailure);
      call.authorize();
      S answer = body.apply(call);
      call.proceed();
      course.created = call.created();
      course.deleted = call.deleted();
      return answer;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("unchecked")
  private static <S extends AwsResponse> S stamped(S answer, String requestId) {
    return (S)
        answer.toBuilder()
            .responseMetadata(
                DefaultAwsResponseMetadata.create(Map.of(AwsHeader.AWS_REQUEST_ID, requestId)))
            .sdkHttpResponse(SdkHttpResponse.builder().statusCode(200).build())
            .build();
  }

  /** The request as the SDK prints it, without the name of its class. */
  private static String parameters(SdkRequest request) {
    String text = request.toString();
    int start = text.indexOf('(');
    return start < 0 ? text : text.substring(start + 1, text.length() - 1);
  }
}
