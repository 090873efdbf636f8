"""One page from the web, for who asks for it on the command line: from the public internet, and from nowhere nearer.

A name is resolved once, every address that it has is checked, and the connection goes to one of those: a name that
answers otherwise the second time gains nothing. Each redirect is a new address and treated like the first. Proxies
named by the environment are not used, as a proxy would resolve the name again, where nobody checks it; cookies are
neither kept nor sent.
"""

from __future__ import annotations

import socket
import zlib
from functools import partial
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import anyio
import httpx

from corpus.errors import SourceError
from corpus.settings import LIMITS
from ingest.files import Content, refuse_above_limit

REDIRECTS = 5
AGENT = "Footnote/0.1 (reads one page for one person)"
TRANSLATED = IPv6Network("64:ff9b::/96")
"""Where networks without IPv4 reach it: the last 32 bits are the address that is meant."""

Address = IPv4Address | IPv6Address


def fetch(address: str) -> Content:
    """What an http or https address sends. SourceError, in one sentence, where that cannot or must not be had."""

    async def in_time() -> Content:
        with anyio.fail_after(LIMITS.fetch_seconds):
            return await _fetch(address)

    try:
        return anyio.run(in_time)
    except TimeoutError:
        raise SourceError(f"it took more than {LIMITS.fetch_seconds:g} seconds to fetch and was given up.") from None
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as problem:
        words = " ".join(str(problem).split())[:200] or type(problem).__name__
        raise SourceError(f"it could not be fetched ({words}).") from problem


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, whichever way it is written."""
    if isinstance(address, IPv6Address):
        if address in TRANSLATED:
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
        teredo = address.teredo or ()
        inner = (address.ipv4_mapped, address.sixtofour, *teredo)
        if any(one is not None and not is_public(one) for one in inner) or address.is_site_local:
            return False
        if address.ipv4_mapped:
            return True
    never = address.is_private or address.is_loopback or address.is_link_local or address.is_unspecified
    return address.is_global and not (never or address.is_multicast or address.is_reserved)


async def _fetch(address: str) -> Content:
    nothing = CookieJar(DefaultCookiePolicy(allowed_domains=()))
    async with httpx.AsyncClient(trust_env=False, timeout=LIMITS.fetch_seconds, cookies=nothing) as client:
        url = httpx.URL(address)
        for _ in range(REDIRECTS + 1):
            found = await _one(client, url)
            if isinstance(found, Content):
                return found
            url = found
    raise SourceError(f"it leads on to another address more than {REDIRECTS} times.")


async def _one(client: httpx.AsyncClient, url: httpx.URL) -> Content | httpx.URL:
    """What is there, or the address that it leads on to."""
    problem: httpx.HTTPError | None = None
    for number in await _addresses(url):
        request = client.build_request(
            "GET",
            url.copy_with(host=number, fragment=None),
            headers={"Host": url.netloc.decode("ascii"), "User-Agent": AGENT, "Accept-Encoding": "gzip"},
            # The certificate is checked for the name, though the connection is to a number.
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        )
        try:
            response = await client.send(request, stream=True)
        except httpx.ConnectError as failed:
            # A name may have an address of a kind that this network does not reach.
            problem = failed
            continue
        try:
            if response.has_redirect_location:
                return url.join(response.headers["Location"])
            if not response.is_success:
                raise SourceError(f"the server answered {response.status_code} ({_phrase(response)}).")
            return Content(await _body(response), response.charset_encoding or "")
        finally:
            await response.aclose()
    raise problem or SourceError("its name is not known.")


async def _addresses(url: httpx.URL) -> list[str]:
    """The addresses of the name, each checked. SourceError where one of them must not be called."""
    if url.scheme not in ("http", "https") or not url.host:
        raise SourceError("only http and https addresses can be read.")
    if url.userinfo:
        raise SourceError("an address with a name or password in it is not read.")
    port = url.port or {"http": 80, "https": 443}[url.scheme]
    try:
        resolve = partial(socket.getaddrinfo, url.raw_host.decode("ascii"), port, type=socket.SOCK_STREAM)
        found = await anyio.to_thread.run_sync(resolve, abandon_on_cancel=True)
    except (OSError, UnicodeError) as problem:
        raise SourceError(f"its name is not known ({getattr(problem, 'strerror', None) or problem}).") from problem
    numbers = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not all(is_public(ip_address(number)) for number in numbers):
        raise SourceError("it leads to a private or reserved address, and only the public internet is read.")
    return numbers


async def _body(response: httpx.Response) -> bytes:
    """The bytes of an answer, unpacked as far as the limit and no further."""
    packing = response.headers.get("Content-Encoding", "identity").lower()
    if packing not in ("identity", "", "gzip", "x-gzip"):
        raise SourceError(f"it was sent packed as {packing[:20]}, which was not asked for.")
    unpacked = zlib.decompressobj(31) if "gzip" in packing else None
    content = bytearray()
    sent = 0
    async for piece in response.aiter_raw():
        # What follows the end of what is packed unpacks to nothing, and may have no end itself.
        sent += len(piece)
        refuse_above_limit(sent)
        try:
            content += unpacked.decompress(piece, LIMITS.document_bytes + 1) if unpacked else piece
        except zlib.error:
            raise SourceError("what was sent is damaged: it does not unpack.") from None
        refuse_above_limit(len(content))
    if unpacked and not unpacked.eof:
        raise SourceError("what was sent is damaged: its end is missing.")
    return bytes(content)


def _phrase(response: httpx.Response) -> str:
    try:
        return HTTPStatus(response.status_code).phrase
    except ValueError:
        return "an answer of its own"
