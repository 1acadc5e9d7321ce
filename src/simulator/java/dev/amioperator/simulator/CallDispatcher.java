package dev.amioperator.simulator;

import dev.amioperator.simulator.Interceptor.InterceptedCall;
import dev.amioperator.simulator.ec2.Authorization;
import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.iam.AuthorizedAction;
import dev.amioperator.simulator.iam.RequestContext;
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
 * Dispatcher of AWS calls: applies faults, runs the action and writes the journal. It serves a
 * single call at a time.
 */
final class CallDispatcher {
  private final CloudState cloudState;
  private final SimulatedClock clock;
  private final Journal journal;
  private final Faults faults;
  private final Throttling throttling;
  private final PermissionUse permissionUse;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Interceptor interceptor = new Interceptor() {};

  CallDispatcher(
      CloudState cloudState,
      SimulatedClock clock,
      Journal journal,
      Faults faults,
      Throttling throttling,
      PermissionUse permissionUse) {
    this.cloudState = cloudState;
    this.clock = clock;
    this.journal = journal;
    this.faults = faults;
    this.throttling = throttling;
    this.permissionUse = permissionUse;
  }

  void interceptor(Interceptor next) {
    interceptor = next;
  }

  /** Progress of an AWS call. */
  private static final class CallOutcome {
    private boolean loseResponse;
    private AsyncOperation.Failure asyncFailure;
    private String error;
    private String fault;
    private List<String> created = List.of();
    private List<String> deleted = List.of();
    private List<AuthorizedAction> authorized = List.of();
    private AuthorizedAction denied;

    private Journal.Result result() {
      return new Journal.Result(error, fault, created, deleted, authorized, denied);
    }
  }

  /** Serves an AWS call, from the faults to the journal. */
  <S extends AwsResponse> S dispatch(
      Service service,
      Caller caller,
      String region,
      String action,
      SdkRequest request,
      Function<Call, S> body) {
    String requestId = cloudState.ids().nextUuid();
    Journal.Request journaled =
        new Journal.Request(
            caller, region, service.servicePrefix(), action, requestId, parameters(request));
    CallOutcome callOutcome = new CallOutcome();
    try {
      return withRequestId(serve(callOutcome, service, journaled, request, body), requestId);
    } catch (ApiError refusal) {
      callOutcome.error = refusal.code();
      throw service.exception(refusal, requestId);
    } finally {
      journal.append(clock.instant(), journaled, callOutcome.result());
    }
  }

  private <S> S serve(
      CallOutcome callOutcome,
      Service service,
      Journal.Request journaled,
      SdkRequest request,
      Function<Call, S> body) {
    Caller caller = journaled.caller();
    String region = journaled.region();
    String action = journaled.action();
    InterceptedCall call = new InterceptedCall(caller, region, journaled.service(), action);
    intercept(callOutcome, "connection-reset", () -> interceptor.before(call));
    faults
        .effectsFor(action, caller, region, journaled.parameters())
        .forEach(effect -> applyFault(callOutcome, service, effect, region));
    throttling.acquire(service, caller.accountId(), region, action, request, clock.instant());
    S answer = execute(callOutcome, service, journaled, request, body);
    intercept(callOutcome, "answer-lost", () -> interceptor.after(call));
    if (callOutcome.loseResponse) {
      throw new ConnectionLostException("The connection broke before the response to " + action);
    }
    return answer;
  }

  /** Reads or changes the cloud state while no AWS call is being served. */
  <T> T runExclusively(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Changes the cloud state while no AWS call is being served. */
  void changeExclusively(Runnable change) {
    runExclusively(
        () -> {
          change.run();
          return null;
        });
  }

  private static void intercept(CallOutcome callOutcome, String fault, Runnable stop) {
    try {
      stop.run();
    } catch (ConnectionLostException cut) {
      callOutcome.fault = fault;
      throw cut;
    }
  }

  private void applyFault(
      CallOutcome callOutcome, Service service, Faults.Effect effect, String region) {
    callOutcome.fault = journalName(effect);
    switch (effect) {
      case Faults.Effect.Refuse(String code, String message, int status) ->
          throw new ApiError(code, message, status);
      case Faults.Effect.Throttle() -> throw service.errorDialect().throttled();
      case Faults.Effect.ResetConnection() -> throw new ConnectionLostException("Connection reset");
      case Faults.Effect.Outage() ->
          throw new ConnectionLostException("No route to region " + region);
      case Faults.Effect.Latency latency -> delay(latency);
      case Faults.Effect.LoseAnswer() -> callOutcome.loseResponse = true;
      case Faults.Effect.FailLater(String code, String message) ->
          callOutcome.asyncFailure = new AsyncOperation.Failure(code, message);
    }
  }

  private static String journalName(Faults.Effect effect) {
    return switch (effect) {
      case Faults.Effect.Refuse _ -> "refused";
      case Faults.Effect.Throttle _ -> "throttled";
      case Faults.Effect.ResetConnection _ -> "connection-reset";
      case Faults.Effect.Outage _ -> "outage";
      case Faults.Effect.Latency _ -> "latency";
      case Faults.Effect.LoseAnswer _ -> "answer-lost";
      case Faults.Effect.FailLater _ -> "fails-later";
    };
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
      Journal.Request journaled,
      SdkRequest request,
      Function<Call, S> body) {
    lock.lock();
    try {
      Call call = newCall(service, journaled, request, callOutcome.asyncFailure);
      requireActiveSession(service, journaled.caller(), call.now());
      requireEnabledRegion(service, call);
      S answer = authorizeAndRun(callOutcome, call, body);
      call.checkDryRun();
      callOutcome.created = call.created();
      callOutcome.deleted = call.deleted();
      return answer;
    } finally {
      lock.unlock();
    }
  }

  private <S> S authorizeAndRun(CallOutcome callOutcome, Call call, Function<Call, S> body) {
    Authorization authorization = call.authorization();
    try {
      authorization.checkAction();
      S answer = body.apply(call);
      authorization.checkReplay(call.region().name(), call.accountId());
      return answer;
    } catch (ApiError refusal) {
      throw authorization.insteadOf(refusal, call.region().name(), call.accountId());
    } finally {
      callOutcome.authorized = authorization.authorized();
      callOutcome.denied = authorization.denied();
      permissionUse.record(authorization.principal(), authorization.authorized());
    }
  }

  private void requireActiveSession(Service service, Caller caller, Instant now) {
    if (cloudState.identities().hasEnded(caller.accessKeyId(), now)) {
      throw service.errorDialect().expiredCredentials();
    }
  }

  /** Refuses calls to a region that the account has not opted in to; STS answers everywhere. */
  private static void requireEnabledRegion(Service service, Call call) {
    if (service != Service.STS && !call.region().settings(call.accountId()).enabled()) {
      throw service.errorDialect().rejectedCredentials();
    }
  }

  private Call newCall(
      Service service,
      Journal.Request journaled,
      SdkRequest request,
      AsyncOperation.Failure asyncFailure) {
    Instant now = clock.instant();
    Region region = cloudState.region(journaled.region()).orElseThrow();
    region.advanceTo(now, cloudState.timing().lingering());
    region.networks().createDefaults(journaled.caller().accountId());
    Caller caller = journaled.caller();
    Authorization authorization =
        new Authorization(
            cloudState
                .identities()
                .principal(caller.accountId(), caller.accessKeyId(), caller.principalArn()),
            service.errorDialect(),
            cloudState.denials(),
            generalKeys(journaled, now),
            service.servicePrefix() + ":" + journaled.action());
    return new Call(
        cloudState,
        region,
        authorization,
        caller.accountId(),
        now,
        request.getValueForField("DryRun", Boolean.class).orElse(false),
        asyncFailure);
  }

  /** Condition keys of every AWS request; clients of AWS always use TLS. */
  private static RequestContext generalKeys(Journal.Request journaled, Instant now) {
    return RequestContext.builder()
        .put("aws:RequestedRegion", journaled.region())
        .put("ec2:Region", journaled.service().equals("ec2") ? journaled.region() : null)
        .put(
            "kms:CallerAccount",
            journaled.service().equals("kms") ? journaled.caller().accountId() : null)
        .put("aws:CurrentTime", now)
        .put("aws:EpochTime", now.getEpochSecond())
        .put("aws:SecureTransport", true)
        .put("aws:ViaAWSService", false)
        .build();
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

  /** Text of an AWS request as the SDK prints it, without the class name. */
  private static String parameters(SdkRequest request) {
    String text = request.toString();
    int start = text.indexOf('(');
    return start < 0 ? text : text.substring(start + 1, text.length() - 1);
  }
}
