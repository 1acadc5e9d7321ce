/** The ami-operator: Amazon Machine Images as Kubernetes custom resources. */
package dev.amioperator;
