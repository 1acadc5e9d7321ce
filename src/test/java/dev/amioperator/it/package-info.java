/** The whole operator on a real API server. */
package dev.amioperator.it;
