package dev.amioperator.simulator;

import dev.amioperator.simulator.Interceptor.InterceptedCall;
import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.AsyncOperation;
import dev.amioperator.simulator.state.CloudState;
import dev.amioperator.simulator.state.Region;
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
final class CallDispatcher {
  private final CloudState cloudState;
  private final SimulatedClock clock;
  private final Journal journal;
  private final Faults faults;
  private final Throttling throttling;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Interceptor interceptor = new Interceptor() {};

  CallDispatcher(
      CloudState cloudState,
      SimulatedClock clock,
      Journal journal,
      Faults faults,
      Throttling throttling) {
    this.cloudState = cloudState;
    this.clock = clock;
    this.journal = journal;
    this.faults = faults;
    this.throttling = throttling;
  }

  void interceptor(Interceptor next) {
    interceptor = next;
  }

  /** What became of a call so far. */
  private static final class CallOutcome {
    private boolean loseResponse;
    private AsyncOperation.Failure asyncFailure;
    private String error;
    private String fault;
    private List<String> created = List.of();
    private List<String> deleted = List.of();
  }

  /** Serves one call, from the fault rules to the journal. */
  <S extends AwsResponse> S dispatch(
      Service service,
      Caller caller,
      String region,
      String action,
      SdkRequest request,
      Function<Call, S> body) {
    String requestId = cloudState.ids().nextUuid();
    String parameters = parameters(request);
    CallOutcome callOutcome = new CallOutcome();
    InterceptedCall call = new InterceptedCall(caller, region, service.servicePrefix(), action);
    try {
      intercept(callOutcome, "connection-reset", () -> interceptor.before(call));
      applyFaults(
          callOutcome, service, faults.effectsFor(action, caller, region, parameters), region);
      throttling.acquire(service, caller.accountId(), region, action, request, clock.instant());
      S answer = execute(callOutcome, service, caller, region, action, request, body);
      intercept(callOutcome, "answer-lost", () -> interceptor.after(call));
      if (callOutcome.loseResponse) {
        throw new ConnectionLostException(
            "The connection broke before the answer to " + action + " came");
      }
      return withRequestId(answer, requestId);
    } catch (ApiError refusal) {
      callOutcome.error = refusal.code();
      throw service.exception(refusal, requestId);
    } finally {
      journal.append(
          clock.instant(),
          caller,
          region,
          service.servicePrefix(),
          action,
          requestId,
          Journal.truncate(parameters),
          callOutcome.error,
          callOutcome.fault,
          callOutcome.created,
          callOutcome.deleted);
    }
  }

  /** Runs something that reads or changes the world while no call is being served. */
  <T> T runExclusively(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private static void intercept(CallOutcome callOutcome, String fault, Runnable stop) {
    try {
      stop.run();
    } catch (ConnectionLostException cut) {
      callOutcome.fault = fault;
      throw cut;
    }
  }

  private void applyFaults(
      CallOutcome callOutcome, Service service, List<Faults.Effect> effects, String region) {
    for (Faults.Effect effect : effects) {
      switch (effect) {
        case Faults.Effect.Refuse(String code, String message, int status) -> {
          callOutcome.fault = "refused";
          throw new ApiError(code, message, status);
        }
        case Faults.Effect.Throttle() -> {
          callOutcome.fault = "throttled";
          throw service.errorDialect().throttled();
        }
        case Faults.Effect.ResetConnection() -> {
          callOutcome.fault = "connection-reset";
          throw new ConnectionLostException("Connection reset");
        }
        case Faults.Effect.Outage() -> {
          callOutcome.fault = "outage";
          throw new ConnectionLostException("No route to region " + region);
        }
        case Faults.Effect.Latency latency -> {
          callOutcome.fault = "latency";
          delay(latency);
        }
        case Faults.Effect.LoseAnswer() -> {
          callOutcome.fault = "answer-lost";
          callOutcome.loseResponse = true;
        }
        case Faults.Effect.FailLater(String code, String message) -> {
          callOutcome.fault = "fails-later";
          callOutcome.asyncFailure = new AsyncOperation.Failure(code, message);
        }
      }
    }
  }

  private void delay(Faults.Effect.Latency latency) {
    try {
      clock.sleep(latency.duration());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectionLostException("The call was interrupted");
    }
  }

  private <S> S execute(
      CallOutcome callOutcome,
      Service service,
      Caller caller,
      String regionName,
      String action,
      SdkRequest request,
      Function<Call, S> body) {
    lock.lock();
    try {
      Instant now = clock.instant();
      Region region = cloudState.region(regionName).orElseThrow();
      region.advanceTo(now, cloudState.timing().lingering());
      boolean dryRun = request.getValueForField("DryRun", Boolean.class).orElse(false);
      Call call =
          new Call(
              cloudState,
              region,
              service.errorDialect(),
              service.servicePrefix() + ":" + action,
              caller.accountId(),
              caller.principalArn(),
              now,
              dryRun,
              callOutcome.asyncFailure);
      call.authorize();
      S answer = body.apply(call);
      call.checkDryRun();
      callOutcome.created = call.created();
      callOutcome.deleted = call.deleted();
      return answer;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("unchecked")
  private static <S extends AwsResponse> S withRequestId(S answer, String requestId) {
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
