package dev.amioperator.simulator.wire;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.wire.Protocol.Failure;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rbin.RbinClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Turns HTTP requests into calls of the simulated clients, and what these answer into replies. */
public final class WireFront {
  private static final Logger LOG = System.getLogger(WireFront.class.getName());

  private final Function<String, Caller> callers;
  private final Map<String, Service> services;
  private final Refusals refusals;

  /** Is told of the calls that the front refuses itself, so that the journal has them too. */
  interface Refusals {
    void note(
        Caller caller,
        String region,
        String service,
        String action,
        String requestId,
        String parameters,
        String code);
  }

  /**
   * A front for some services.
   *
   * @param callers finds the caller behind an access key
   * @param services the services, each under its signing name
   */
  WireFront(Function<String, Caller> callers, List<Service> services, Refusals refusals) {
    this.callers = callers;
    this.refusals = refusals;
    this.services =
        services.stream()
            .collect(
                Collectors.toMap(
                    Service::signingName, Function.identity(), (a, _) -> a, TreeMap::new));
  }

  /** A front for everything that the cloud simulates. */
  public static WireFront of(SimulatedCloud cloud) {
    return new WireFront(
        key -> Callers.of(cloud, key),
        List.of(
            new Service("ec2", QueryProtocol.EC2, new Operations(Ec2Client.class), cloud::ec2),
            new Service(
                "sts",
                QueryProtocol.STS,
                new Operations(StsClient.class),
                (caller, _) -> cloud.sts(caller)),
            new Service("ssm", JsonProtocol.SSM, new Operations(SsmClient.class), cloud::ssm),
            new Service("kms", JsonProtocol.KMS, new Operations(KmsClient.class), cloud::kms),
            new Service(
                "rbin", RestJsonProtocol.RBIN, new Operations(RbinClient.class), cloud::rbin),
            new Service(
                "autoscaling",
                QueryProtocol.AUTO_SCALING,
                new Operations(AutoScalingClient.class),
                cloud::autoScaling)),
        cloud::noteRefused);
  }

  /** Answers one request. Never throws: what goes wrong is answered as the service would. */
  public Reply answer(HttpCall call) {
    String requestId = UUID.randomUUID().toString();
    Protocol protocol = guess(call);
    try {
      SigningScope scope = SigningScope.of(call);
      Service service = service(scope.service());
      protocol = service.protocol();
      return dispatch(service, scope, call, requestId);
    } catch (Refusal refusal) {
      return protocol.error(protocol.failure(refusal), requestId);
    } catch (AwsServiceException e) {
      return protocol.error(failure(e), e.requestId() == null ? requestId : e.requestId());
    } catch (SdkClientException e) {
      return new Reply.ConnectionCut();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "The simulator failed at " + call.bodyText(), e);
      return protocol.error(
          new Failure(500, "InternalError", "The simulator failed: " + e), requestId);
    }
  }

  /** The answer to a request that could not even be read. */
  static Reply.Answer refuse(Refusal refusal) {
    return QueryProtocol.EC2.error(
        QueryProtocol.EC2.failure(refusal), UUID.randomUUID().toString());
  }

  /** How to answer as long as the service is not known. */
  private static Protocol guess(HttpCall call) {
    return call.header(JsonProtocol.TARGET).isPresent() ? new JsonProtocol("") : QueryProtocol.EC2;
  }

  private Service service(String signingName) {
    Service service = services.get(signingName);
    if (service == null) {
      throw Refusal.unknownService(signingName, String.join(", ", services.keySet()));
    }
    return service;
  }

  private Reply dispatch(Service service, SigningScope scope, HttpCall call, String requestId) {
    String action = service.protocol().action(call);
    Operation operation =
        service
            .operations()
            .find(action)
            .orElseThrow(() -> Refusal.unknownAction(service.signingName(), action));
    Caller caller = callers.apply(scope.accessKeyId());
    try {
      Object client = client(service, caller, scope.region());
      SdkPojo request = service.protocol().read(call, operation.newRequest());
      SdkPojo response = call(service, operation, client, request);
      return service.protocol().write(action, response, requestId(response, requestId));
    } catch (Refusal refusal) {
      refusals.note(
          caller,
          scope.region(),
          service.signingName(),
          action,
          requestId,
          call.bodyText(),
          service.protocol().failure(refusal).code());
      throw refusal;
    }
  }

  private static Object client(Service service, Caller caller, String region) {
    try {
      return service.clients().client(caller, region);
    } catch (IllegalArgumentException e) {
      throw Refusal.unknownRegion(region);
    }
  }

  private static SdkPojo call(
      Service service, Operation operation, Object client, SdkPojo request) {
    try {
      return operation.call(client, request);
    } catch (UnsupportedOperationException e) {
      if (isDefaultMethod(service, e)) {
        throw Refusal.notModelled(service.signingName(), operation.action());
      }
      throw e;
    }
  }

  /** The methods that a client does not override throw from the SDK's own interface. */
  private static boolean isDefaultMethod(Service service, UnsupportedOperationException e) {
    StackTraceElement[] stack = e.getStackTrace();
    return stack.length > 0
        && stack[0].getClassName().equals(service.operations().client().getName());
  }

  private static String requestId(SdkPojo response, String fallback) {
    return response instanceof AwsResponse answer
            && answer.responseMetadata() != null
            && answer.responseMetadata().requestId() != null
            && !answer.responseMetadata().requestId().equals("UNKNOWN")
        ? answer.responseMetadata().requestId()
        : fallback;
  }

  private static Failure failure(AwsServiceException e) {
    int status = e.statusCode() == 0 ? 400 : e.statusCode();
    return e.awsErrorDetails() == null
        ? new Failure(status, "InternalError", String.valueOf(e.getMessage()))
        : new Failure(
            status,
            String.valueOf(e.awsErrorDetails().errorCode()),
            String.valueOf(e.awsErrorDetails().errorMessage()));
  }
}
