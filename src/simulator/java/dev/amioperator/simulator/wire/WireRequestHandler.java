package dev.amioperator.simulator.wire;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.Journal;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.wire.Protocol.Failure;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rbin.RbinClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Translation of HTTP requests into calls of the simulated AWS clients. */
public final class WireRequestHandler {
  private static final Logger LOG = System.getLogger(WireRequestHandler.class.getName());

  private final Function<String, Caller> callers;
  private final Map<String, WireService> services;
  private final BiConsumer<Journal.Request, String> errorListener;

  /**
   * Handler for a list of AWS services.
   *
   * @param callers finds the caller for an access key
   * @param services the services, each with its signing name
   * @param errorListener receives the calls that this handler refuses, and their error codes
   */
  WireRequestHandler(
      Function<String, Caller> callers,
      List<WireService> services,
      BiConsumer<Journal.Request, String> errorListener) {
    this.callers = callers;
    this.errorListener = errorListener;
    this.services =
        services.stream()
            .collect(
                Collectors.toMap(
                    WireService::signingName, Function.identity(), (a, _) -> a, TreeMap::new));
  }

  /** Handler for every AWS service of the cloud. */
  public static WireRequestHandler of(SimulatedCloud cloud) {
    return new WireRequestHandler(
        key -> CallerResolver.resolve(cloud, key),
        List.of(
            new WireService("ec2", QueryProtocol.EC2, new Operations(Ec2Client.class), cloud::ec2),
            new WireService("sts", QueryProtocol.STS, new Operations(StsClient.class), cloud::sts),
            new WireService("ssm", JsonProtocol.SSM, new Operations(SsmClient.class), cloud::ssm),
            new WireService("kms", JsonProtocol.KMS, new Operations(KmsClient.class), cloud::kms),
            new WireService(
                "rbin", RestJsonProtocol.RBIN, new Operations(RbinClient.class), cloud::rbin),
            new WireService(
                "imagebuilder",
                RestJsonProtocol.IMAGE_BUILDER,
                new Operations(ImagebuilderClient.class),
                cloud::imageBuilder),
            new WireService(
                "autoscaling",
                QueryProtocol.AUTO_SCALING,
                new Operations(AutoScalingClient.class),
                cloud::autoScaling),
            new WireService(
                "batch", RestJsonProtocol.BATCH, new Operations(BatchClient.class), cloud::batch)),
        cloud::recordRefused);
  }

  /** Answers an AWS request; errors are answered as the service does, never thrown. */
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

  /** AWS error response to a request that could not be read. */
  static Reply.Response errorResponse(ProtocolError protocolError) {
    return QueryProtocol.EC2.error(
        QueryProtocol.EC2.failure(protocolError), UUID.randomUUID().toString());
  }

  /** Protocol of the response while the AWS service is not known. */
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
      errorListener.accept(
          new Journal.Request(
              caller,
              scope.region(),
              wireService.signingName(),
              action,
              requestId,
              call.bodyText()),
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

  /** Whether the AWS SDK interface itself threw, as the client does not override the method. */
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
