/* Stand-in for a Windows library that Wine 8 lacks: random bytes, for the Python packages written in Rust. Never shipped. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count)
{
    return RtlGenRandom(bytes, count);
}
