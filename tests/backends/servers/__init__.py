"""Loopback servers, each one vendor's protocol as its documents and SDKs have it, written without a look at our clients."""
