package dev.amioperator.simulator;

import dev.amioperator.simulator.ec2.Call;
import java.util.function.BiFunction;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Base of the EC2 action groups; the SDK refuses actions that no group implements. */
interface Ec2ActionGroup extends Ec2Client {

  /** Serves an EC2 call of the client's caller in its region. */
  <R extends SdkRequest, S extends AwsResponse> S serve(
      String action, R request, BiFunction<Call, R, S> body);
}
