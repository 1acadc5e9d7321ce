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
public final class WireRequestHandler {
  private static final Logger LOG = System.getLogger(WireRequestHandler.class.getName());

  private final Function<String, Caller> callers;
  private final Map<String, WireService> services;
  private final ProtocolErrorListener errorListener;

  /** Is told of the calls that the front refuses itself, so that the journal has them too. */
  interface ProtocolErrorListener {
    void onProtocolError(
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
  WireRequestHandler(
      Function<String, Caller> callers,
      List<WireService> services,
      ProtocolErrorListener errorListener) {
    this.callers = callers;
    this.errorListener = errorListener;
    this.services =
        services.stream()
            .collect(
                Collectors.toMap(
                    WireService::signingName, Function.identity(), (a, _) -> a, TreeMap::new));
  }

  /** A front for everything that the cloud simulates. */
  public static WireRequestHandler of(SimulatedCloud cloud) {
    return new WireRequestHandler(
        key -> CallerResolver.resolve(cloud, key),
        List.of(
            new WireService("ec2", QueryProtocol.EC2, new Operations(Ec2Client.class), cloud::ec2),
            new WireService(
                "sts",
                QueryProtocol.STS,
                new Operations(StsClient.class),
                (caller, _) -> cloud.sts(caller)),
            new WireService("ssm", JsonProtocol.SSM, new Operations(SsmClient.class), cloud::ssm),
            new WireService("kms", JsonProtocol.KMS, new Operations(KmsClient.class), cloud::kms),
            new WireService(
                "rbin", RestJsonProtocol.RBIN, new Operations(RbinClient.class), cloud::rbin),
            new WireService(
                "autoscaling",
                QueryProtocol.AUTO_SCALING,
                new Operations(AutoScalingClient.class),
                cloud::autoScaling)),
        cloud::recordRefused);
  }

  /** Answers one request. Never throws: what goes wrong is answered as the service would. */
  public Reply handle(HttpCall call) {
    String requestId = UUID.randomUUID().toString();
    Protocol protocol = defaultProtocol(call);
    try {
      CredentialScope scope = CredentialScope.of(call);
      WireService wireService = service(scope.service());
      protocol = wireService.protocol();
      return dispatch(wireService, scope, call, requestId);
    } catch (ProtocolError protocolError) {
      return protocol.error(protocol.failure(protocolError), requestId);
    } catch (AwsServiceException e) {
      return protocol.error(failure(e), e.requestId() == null ? requestId : e.requestId());
    } catch (SdkClientException e) {
      return new Reply.ConnectionClosed();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "The simulator failed at " + call.bodyText(), e);
      return protocol.error(
          new Failure(500, "InternalError", "The simulator failed: " + e), requestId);
    }
  }

  /** The answer to a request that could not even be read. */
  static Reply.Response errorResponse(ProtocolError protocolError) {
    return QueryProtocol.EC2.error(
        QueryProtocol.EC2.failure(protocolError), UUID.randomUUID().toString());
  }

  /** How to answer as long as the service is not known. */
  private static Protocol defaultProtocol(HttpCall call) {
    return call.header(JsonProtocol.TARGET).isPresent() ? new JsonProtocol("") : QueryProtocol.EC2;
  }

  private WireService service(String signingName) {
    WireService wireService = services.get(signingName);
    if (wireService == null) {
      throw ProtocolError.unknownService(signingName, String.join(", ", services.keySet()));
    }
    return wireService;
  }

  private Reply dispatch(
      WireService wireService, CredentialScope scope, HttpCall call, String requestId) {
    String action = wireService.protocol().action(call);
    Operation operation =
        wireService
            .operations()
            .find(action)
            .orElseThrow(() -> ProtocolError.unknownAction(wireService.signingName(), action));
    Caller caller = callers.apply(scope.accessKeyId());
    try {
      Object client = client(wireService, caller, scope.region());
      SdkPojo request = wireService.protocol().read(call, operation.newRequest());
      SdkPojo response = call(wireService, operation, client, request);
      return wireService.protocol().write(action, response, requestId(response, requestId));
    } catch (ProtocolError protocolError) {
      errorListener.onProtocolError(
          caller,
          scope.region(),
          wireService.signingName(),
          action,
          requestId,
          call.bodyText(),
          wireService.protocol().failure(protocolError).code());
      throw protocolError;
    }
  }

  private static Object client(WireService wireService, Caller caller, String region) {
    try {
      return wireService.clientFactory().client(caller, region);
    } catch (IllegalArgumentException e) {
      throw ProtocolError.unknownRegion(region);
    }
  }

  private static SdkPojo call(
      WireService wireService, Operation operation, Object client, SdkPojo request) {
    try {
      return operation.call(client, request);
    } catch (UnsupportedOperationException e) {
      if (isDefaultMethod(wireService, e)) {
        throw ProtocolError.notModelled(wireService.signingName(), operation.action());
      }
      throw e;
    }
  }

  /** The methods that a client does not override throw from the SDK's own interface. */
  private static boolean isDefaultMethod(WireService wireService, UnsupportedOperationException e) {
    StackTraceElement[] stack = e.getStackTrace();
    return stack.length > 0
        && stack[0].getClassName().equals(wireService.operations().client().getName());
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
