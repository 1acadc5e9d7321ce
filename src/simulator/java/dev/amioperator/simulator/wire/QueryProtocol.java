package dev.amioperator.simulator.wire;

import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/**
 * AWS Query protocol: form parameters in requests, XML in responses.
 *
 * @param dialect the dialect the service speaks
 * @param namespace the XML namespace of the answers
 * @param version the API version that requests must have
 */
record QueryProtocol(QueryDialect dialect, String namespace, String version) implements Protocol {

  private static final String XML = "text/xml;charset=UTF-8";

  /** EC2's dialect and namespace, also for requests of an unknown service. */
  static final QueryProtocol EC2 = of(QueryDialect.EC2, "http://ec2.amazonaws.com", "2016-11-15");

  static final QueryProtocol STS =
      of(QueryDialect.AWS_QUERY, "https://sts.amazonaws.com", "2011-06-15");

  static final QueryProtocol AUTO_SCALING =
      of(QueryDialect.AWS_QUERY, "http://autoscaling.amazonaws.com", "2011-01-01");

  private static QueryProtocol of(QueryDialect dialect, String host, String version) {
    return new QueryProtocol(dialect, host + "/doc/" + version + "/", version);
  }

  @Override
  public String action(HttpCall call) {
    String action = parameters(call).get("Action");
    if (action == null || action.isEmpty()) {
      throw ProtocolError.missingAction();
    }
    return action;
  }

  @Override
  public SdkPojo read(HttpCall call, SdkPojo builder) {
    Map<String, String> parameters = parameters(call);
    checkVersion(parameters.get("Action"), parameters.get("Version"));
    parameters.keySet().removeIf(QueryProtocol::isCommon);
    return new QueryReader(dialect).read(ParameterTree.of(parameters), builder);
  }

  private static Map<String, String> parameters(HttpCall call) {
    return FormParameters.parse(call.query(), call.bodyText());
  }

  private void checkVersion(String action, String named) {
    if (version.equals(named)) {
      return;
    }
    throw switch (dialect) {
      case EC2 ->
          named == null ? ProtocolError.missingVersion() : ProtocolError.noSuchVersion(named);
      case AWS_QUERY -> ProtocolError.noSuchVersion(action, named);
    };
  }

  private static boolean isCommon(String parameter) {
    return parameter.equals("Action")
        || parameter.equals("Version")
        || parameter.startsWith("X-Amz-");
  }

  @Override
  public Reply.Response write(String action, SdkPojo response, String requestId) {
    XmlText xml = new XmlText();
    String root = action + "Response";
    xml.open(root, namespace);
    switch (dialect) {
      case EC2 -> {
        xml.element("requestId", requestId);
        if (response.sdkFields().isEmpty()) {
          xml.element("return", "true");
        }
        new XmlWriter(xml, "item").fields(response);
      }
      case AWS_QUERY -> {
        xml.open(action + "Result");
        new XmlWriter(xml, "member").fields(response);
        xml.close();
        xml.open("ResponseMetadata");
        xml.element("RequestId", requestId);
        xml.close();
      }
    }
    xml.close();
    return new Reply.Response(200, XML, requestId, xml.toString());
  }

  @Override
  public Failure failure(ProtocolError protocolError) {
    return new Failure(
        protocolError.reason().status(),
        protocolError.reason().queryCode(),
        protocolError.getMessage());
  }

  @Override
  public Reply.Response error(Failure failure, String requestId) {
    XmlText xml = new XmlText();
    switch (dialect) {
      case EC2 -> {
        xml.open("Response");
        xml.open("Errors");
        error(xml, failure);
        xml.close();
        xml.element("RequestID", requestId);
        xml.close();
      }
      case AWS_QUERY -> {
        xml.open("ErrorResponse", namespace);
        error(xml, failure);
        xml.element("RequestId", requestId);
        xml.close();
      }
    }
    return new Reply.Response(failure.status(), XML, requestId, xml.toString());
  }

  private void error(XmlText xml, Failure failure) {
    xml.open("Error");
    if (dialect == QueryDialect.AWS_QUERY) {
      xml.element("Type", failure.status() < 500 ? "Sender" : "Receiver");
    }
    xml.element("Code", failure.code());
    xml.element("Message", failure.message());
    xml.close();
  }
}
