package dev.amioperator.simulator;

import dev.amioperator.simulator.ec2.Call;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Request;
import software.amazon.awssdk.services.ec2.model.Ec2Response;

/** What the families of actions stand on. An action that none of them has, the SDK refuses. */
interface Ec2ActionGroup extends Ec2Client {

  /** Serves a call of the client's own caller and region. */
  <R extends Ec2Request, S extends Ec2Response> S serve(
      String action, R request, BiFunction<Call, R, S> body);
}
