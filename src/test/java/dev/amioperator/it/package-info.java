/** Tests of the whole operator on a real Kubernetes API server. */
package dev.amioperator.it;
